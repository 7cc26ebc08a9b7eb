import { contextRules } from '../rules/create-engagement.rules.js';
import { type RuleSet } from '../rules/rule-set.js';
import { isJsonObject, type JsonObject } from '../wire/json.js';

/**
 * The contexts of a request as GetEngagement shows them: each with an Id, an explicit null for each member of these
 * rules that was not sent, and the moment of creation for an InteractionDate that was not sent.
 */
export function shownContexts(contexts: unknown, createdAt: string, rules: RuleSet): JsonObject[] | null {
  if (!Array.isArray(contexts)) {
    return null;
  }
  return withIds(contexts.filter(isJsonObject))
    .map((context) => contextRules[rules].withNulls(context))
    .filter(isJsonObject)
    .map((context) => withInteractionDates(context, createdAt));
}

/** A context is addressed by an Id of up to three characters: one sent without gets the next free number. */
function withIds(contexts: readonly JsonObject[]): JsonObject[] {
  const taken = new Set(contexts.map((context) => context['Id']));
  let next = 1;
  return contexts.map((context) => {
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

function withInteractionDates(context: JsonObject, createdAt: string): JsonObject {
  const payload = context['Payload'];
  const lead = isJsonObject(payload) ? payload['Lead'] : undefined;
  const interactions = isJsonObject(lead) ? lead['Interactions'] : undefined;
  if (!isJsonObject(payload) || !isJsonObject(lead) || !Array.isArray(interactions)) {
    return context;
  }
  const dated = interactions
    .filter(isJsonObject)
    .map((interaction) => ({ ...interaction, InteractionDate: interaction['InteractionDate'] ?? createdAt }));
  return { ...context, Payload: { ...payload, Lead: { ...lead, Interactions: dated } } };
}
