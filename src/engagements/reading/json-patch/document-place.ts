import { isJsonObject } from '../json.js';

/** RFC 6901, section 4: no sign and no leading zeros. */
const listIndex = /^(?:0|[1-9]\d*)$/;

/**
 * What stands at a place in a document, by the names and indexes that lead there; undefined where there is nothing, as
 * JSON has no such value. Only what the JSON itself has counts, and the letters of a text are no places.
 */
export function valueAt(document: unknown, tokens: readonly string[]): unknown {
  return tokens.reduce(memberOf, document);
}

function memberOf(container: unknown, token: string): unknown {
  if (Array.isArray(container)) {
    return listIndex.test(token) ? container[Number(token)] : undefined;
  }
  return isJsonObject(container) && Object.hasOwn(container, token) ? container[token] : undefined;
}

/** Why nothing can be added at a place; undefined where it can. */
export function addFault(document: unknown, tokens: readonly string[]): string | undefined {
  const parent = valueAt(document, tokens.slice(0, -1));
  return Array.isArray(parent) && !mayBeAddedAt(parent, tokens.at(-1) ?? '')
    ? `Must end with an index from 0 to ${parent.length}, or with \`-\` for the end of the list.`
    : parentFault(document, tokens);
}

/** Why a place could have nothing, whatever its last name or index; undefined where it could. */
export function parentFault(document: unknown, tokens: readonly string[]): string | undefined {
  const parent = valueAt(document, tokens.slice(0, -1));
  if (parent === undefined) {
    return 'Its parent isn’t there: add that first.';
  }
  return typeof parent === 'object' && parent !== null ? undefined : 'Its parent is no object or list.';
}

function mayBeAddedAt(list: readonly unknown[], token: string): boolean {
  return token === '-' || (listIndex.test(token) && Number(token) <= list.length);
}
