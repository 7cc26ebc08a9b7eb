/** A parsed JSON object. */
export type JsonObject = Record<string, unknown>;

/** Whether a value parsed from JSON is an object, rather than an array, a scalar or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
