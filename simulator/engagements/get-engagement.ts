import { getEngagementRules } from '../rules/read-engagements.rules.js';
import { Violations } from '../rules/violation.js';
import { isJsonObject, type JsonObject } from '../wire/json.js';
import { validationError, WireError } from '../wire/wire-error.js';
import { simulatedAccount } from './engagement.js';
import { type EngagementStore } from './engagement-store.js';

/**
 * GetEngagement, by id or Arn within a catalog.
 * @throws WireError ValidationException or ResourceNotFoundException.
 */
export function getEngagement(store: EngagementStore, body: unknown): JsonObject {
  const { catalog, identifier } = validated(body);
  const engagement = store.find(catalog, identifier);
  if (engagement === undefined) {
    throw new WireError('ResourceNotFoundException', 'The engagement was not found in this catalog.');
  }
  const { id, arn, request, modifiedAt } = engagement;
  return {
    Id: id,
    Arn: arn,
    Title: request['Title'],
    Description: request['Description'],
    CreatedAt: modifiedAt,
    CreatedBy: simulatedAccount,
    MemberCount: 1,
    ModifiedAt: modifiedAt,
    ModifiedBy: simulatedAccount,
    Contexts: contextsWithIds(request['Contexts']),
  };
}

/** A context is addressed by an Id of up to three characters: one sent without gets the next free number. */
function contextsWithIds(contexts: unknown): JsonObject[] {
  const given = Array.isArray(contexts) ? contexts.filter(isJsonObject) : [];
  const taken = new Set(given.map((context) => context['Id']));
  let next = 1;
  return given.map((context) => {
    if (typeof context['Id'] === 'string') {
      return context;
    }
    while (taken.has(String(next))) {
      next += 1;
    }
    taken.add(String(next));
    return { ...context, Id: String(next) };
  });
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
