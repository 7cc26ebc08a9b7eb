/** A parsed JSON object. */
export type JsonObject = Record<string, unknown>;

/** A member's value, with a null, which serializers write for nothing, as if it were left out. */
export function leftOutIfNull(value: unknown): unknown {
  return value ?? undefined;
}

/** Whether a value parsed from JSON is an object, rather than an array, a scalar or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
