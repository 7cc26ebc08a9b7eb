import { FieldError, numberAt, objectAt } from './wire/json-fields.js';

/** What can be set while the simulator runs. */
export interface RuntimeSettings {
  /** How long after its creation ListEngagements begins to show an engagement, in milliseconds. */
  readonly listLagMs: number;
}

/** A day. */
export const longestListLagMs = 86_400_000;

/**
 * Reads settings that are to replace those of now; all have to be there.
 * @throws FieldError naming the first field that is wrong.
 */
export function readRuntimeSettings(body: unknown): RuntimeSettings {
  const fields = objectAt(body, 'The body', ['listLagMs']);
  const listLagMs = numberAt(fields, 'listLagMs', 0, longestListLagMs);
  if (listLagMs === undefined) {
    throw new FieldError(`listLagMs is required: a whole number from 0 to ${longestListLagMs}.`);
  }
  return { listLagMs };
}
