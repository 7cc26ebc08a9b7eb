import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { isJsonObject } from './json.js';

/**
 * A JSON Merge Patch (RFC 7396) applied to an engagement's content.
 *
 * An engagement's fields are texts and one list, and a merge patch replaces both whole, so nothing merges further
 * down. A null clears its field; under a name that is none it stays, to be refused like any unknown field.
 */
export function mergePatch(content: object, patch: unknown): unknown {
  if (!isJsonObject(patch)) {
    return patch;
  }
  const clears = ([key, value]: [string, unknown]) => value === null && Object.hasOwn(engagementRules, key);
  return Object.fromEntries(
    Object.entries({ ...content, ...patch }).filter((entry) => entry[1] !== undefined && !clears(entry)),
  );
}
