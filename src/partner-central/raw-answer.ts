/** A member of a JSON object; undefined of anything else. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** `ModifiedAt` as AWS wrote it, nanoseconds and all. */
export function rawModifiedAt(body: string): string | undefined {
  const modifiedAt = memberOf(JSON.parse(body), 'ModifiedAt');
  switch (typeof modifiedAt) {
    case 'string':
      return modifiedAt;
    case 'number':
      return String(modifiedAt);
    default:
      return undefined;
  }
}
