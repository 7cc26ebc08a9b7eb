import { getEngagementRules } from '../rules/read-engagements.rules.js';
import { Violations } from '../rules/violation.js';
import { type ServiceState } from '../service-state.js';
import { isJsonObject, type JsonObject } from '../wire/json.js';
import { validationError, WireError } from '../wire/wire-error.js';
import { simulatedAccount } from './engagement.js';
import { shownContexts } from './shown-contexts.js';

/**
 * GetEngagement, by id or Arn within a catalog.
 * @throws WireError ValidationException or ResourceNotFoundException.
 */
export function getEngagement(
  { store, settings }: Pick<ServiceState, 'store' | 'settings'>,
  body: unknown,
): JsonObject {
  const { catalog, identifier } = validated(body);
  const engagement = store.find(catalog, identifier);
  if (engagement === undefined) {
    throw new WireError('ResourceNotFoundException', 'The engagement was not found in this catalog.');
  }
  const { id, arn, request, modifiedAt } = engagement;
  return {
    Id: id,
    Arn: arn,
    Title: request['Title'] ?? null,
    Description: request['Description'] ?? null,
    CreatedAt: modifiedAt,
    CreatedBy: simulatedAccount,
    MemberCount: 1,
    ModifiedAt: modifiedAt,
    ModifiedBy: simulatedAccount,
    Contexts: shownContexts(request['Contexts'], modifiedAt, settings.rules),
  };
}

function validated(body: unknown): { catalog: string; identifier: string } {
  const found = new Violations();
  getEngagementRules(body, '', found);
  if (isJsonObject(body) && found.list.length === 0) {
    const { Catalog: catalog, Identifier: identifier } = body;
    if (typeof catalog === 'string' && typeof identifier === 'string') {
      return { catalog, identifier };
    }
  }
  throw validationError(found);
}
