import { createEngagementRules } from '../rules/create-engagement.rules.js';
import { Violations } from '../rules/violation.js';
import { type ServiceState } from '../service-state.js';
import { isJsonObject, type JsonObject } from '../wire/json.js';
import { validationError, WireError } from '../wire/wire-error.js';
import { type Engagement } from './engagement.js';
import { type NewEngagement } from './engagement-store.js';

type CreationState = Pick<ServiceState, 'store' | 'inHand' | 'settings'>;

/**
 * CreateEngagement: once for each ClientToken.
 * @throws WireError ValidationException with every violation; ConflictException when the token stands for another
 * body, or for a call that is still in hand. AWS documents the first for a sibling operation; that this one gives it
 * too is an assumption.
 */
export function createEngagement(state: CreationState, body: unknown): JsonObject {
  const { id, arn, modifiedAt } = created(state, validated(state, body));
  return { Id: id, Arn: arn, ModifiedAt: modifiedAt };
}

/**
 * Takes a CreateEngagement in hand: it creates nothing yet, and every repeat of its token is refused. What was created
 * before is repeated at once, since nothing is left to be done.
 * @returns does the work
 * @throws WireError what createEngagement throws
 */
export function beginEngagement(state: CreationState, body: unknown): () => void {
  const wanted = validated(state, body);
  const { clientToken } = wanted;
  if (state.inHand.has(clientToken) || state.store.has(clientToken)) {
    created(state, wanted);
    return () => undefined;
  }
  state.inHand.add(clientToken);
  return () => {
    state.inHand.delete(clientToken);
    created(state, wanted);
  };
}

function created({ store, inHand }: CreationState, wanted: NewEngagement): Engagement {
  if (inHand.has(wanted.clientToken)) {
    throw new WireError('ConflictException', 'A request with this client token is still in progress');
  }
  const creation = store.create(wanted);
  if ('conflict' in creation) {
    throw new WireError('ConflictException', 'Conflicting client token submitted for a new request body');
  }
  return creation.engagement;
}

function validated({ settings }: CreationState, body: unknown): NewEngagement {
  const found = new Violations();
  createEngagementRules[settings.rules](body, '', found);
  if (isJsonObject(body) && found.list.length === 0) {
    const { Catalog: catalog, ClientToken: clientToken } = body;
    if (typeof catalog === 'string' && typeof clientToken === 'string') {
      return { catalog, clientToken, request: body };
    }
  }
  throw validationError(found);
}
