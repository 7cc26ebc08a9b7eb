/** The member of this name; undefined where there is none. */
export function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

export function textAt(value: unknown, name: string): string | undefined {
  const member = valueAt(value, name);
  return typeof member === 'string' ? member : undefined;
}

export function numberAt(value: unknown, name: string): number | undefined {
  const member = valueAt(value, name);
  return typeof member === 'number' ? member : undefined;
}

export function listAt(value: unknown, name: string): readonly unknown[] {
  const member = valueAt(value, name);
  return Array.isArray(member) ? member : [];
}
