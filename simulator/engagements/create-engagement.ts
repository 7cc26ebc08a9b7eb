import { createEngagementRules } from '../rules/create-engagement.rules.js';
import { Violations } from '../rules/violation.js';
import { type ServiceState } from '../service-state.js';
import { isJsonObject, type JsonObject } from '../wire/json.js';
import { validationError, WireError } from '../wire/wire-error.js';
import { type NewEngagement } from './engagement-store.js';

/**
 * CreateEngagement: once for each ClientToken.
 * @throws WireError ValidationException with every violation; ConflictException when the token stands for another
 * body. AWS documents that answer for a sibling operation; that this one gives it too is an assumption.
 */
export function createEngagement({ store }: Pick<ServiceState, 'store'>, body: unknown): JsonObject {
  const creation = store.create(validated(body));
  if ('conflict' in creation) {
    throw new WireError('ConflictException', 'Conflicting client token submitted for a new request body');
  }
  const { id, arn, modifiedAt } = creation.engagement;
  return { Id: id, Arn: arn, ModifiedAt: modifiedAt };
}

function validated(body: unknown): NewEngagement {
  const found = new Violations();
  createEngagementRules(body, '', found);
  if (isJsonObject(body) && found.list.length === 0) {
    const { Catalog: catalog, ClientToken: clientToken } = body;
    if (typeof catalog === 'string' && typeof clientToken === 'string') {
      return { catalog, clientToken, request: body };
    }
  }
  throw validationError(found);
}
