import { pointerTo } from '../../../errors/json-pointer.js';

/** More than twice as deep as any field lies. */
export const MAX_DEPTH = 16;

export const TOO_DEEP = 'Is nested deeper than any field of an engagement.';

/**
 * Names that rfc6902 5.4 takes for something else than members of JSON: pointers pass over them, copies lose a
 * `__proto__`, and by its `constructor` an object could be copied as a list of any length.
 */
const noFieldsNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export const isNoFieldsName = (name: string): boolean => noFieldsNames.has(name);

/** What is wrong with a value, and where in it. */
export interface ValueFault {
  readonly pointer: string;
  readonly message: string;
}

/**
 * The first thing in a value that can't be applied to a document; undefined where there is none.
 * @param depth how deep the value itself is to stand
 */
export function valueFault(value: unknown, depth: number): ValueFault | undefined {
  if (depth > MAX_DEPTH) {
    return { pointer: '', message: TOO_DEEP };
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const [name, member] of Object.entries(value)) {
    const fault = isNoFieldsName(name)
      ? { pointer: '', message: 'There is no such field here.' }
      : valueFault(member, depth + 1);
    if (fault !== undefined) {
      return { ...fault, pointer: pointerTo('', name) + fault.pointer };
    }
  }
  return undefined;
}
