import { pointerTo } from '../errors/json-pointer.js';

/** The fields in which two JSON values differ, as JSON Pointers: what changed, without what it says. */
export function changedFields(before: unknown, after: unknown, pointer = ''): string[] {
  if (!isContainer(before) || !isContainer(after)) {
    return before === after ? [] : [pointer];
  }
  const members = { before: new Map(Object.entries(before)), after: new Map(Object.entries(after)) };
  const names = new Set([...members.before.keys(), ...members.after.keys()]);
  return [...names].flatMap((name) =>
    changedFields(members.before.get(name), members.after.get(name), pointerTo(pointer, name)),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
