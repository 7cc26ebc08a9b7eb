import { type RuleSet, ruleSets } from './rules/rule-set.js';
import { choiceAt, numberAt, objectAt } from './wire/json-fields.js';

/** What can be set while the simulator runs. */
export interface RuntimeSettings {
  /** How long after its creation ListEngagements begins to show an engagement, in milliseconds. */
  readonly listLagMs: number;
  /** Whose rules requests are held against. */
  readonly rules: RuleSet;
}

/** A day. */
export const longestListLagMs = 86_400_000;

/**
 * Reads what is to change; a setting that is not named stays as it is.
 * @throws FieldError naming the first field that is wrong.
 */
export function changedSettings(now: RuntimeSettings, body: unknown): RuntimeSettings {
  const fields = objectAt(body, 'The body', ['listLagMs', 'rules']);
  return {
    listLagMs: numberAt(fields, 'listLagMs', 0, longestListLagMs) ?? now.listLagMs,
    rules: choiceAt(fields, 'rules', ruleSets) ?? now.rules,
  };
}
