import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { isJsonObject, type JsonObject } from './json.js';

/**
 * A JSON Merge Patch (RFC 7396) applied to an engagement's content.
 *
 * An engagement's fields are texts and one list, and a merge patch replaces both whole, so nothing merges further
 * down: within contexts a null reads as left out. A null clears its field; under a name that is none it stays, to be refused like any unknown field.
 */
export function mergePatch(content: object, patch: unknown): unknown {
  if (!isJsonObject(patch)) {
    return patch;
  }
  const merged: JsonObject = { ...content, ...patch };
  // The few names that are fields, not the many that a patch may have.
  for (const name of Object.keys(engagementRules)) {
    if (Object.hasOwn(merged, name) && (merged[name] === null || merged[name] === undefined)) {
      Reflect.deleteProperty(merged, name);
    }
  }
  return merged;
}
