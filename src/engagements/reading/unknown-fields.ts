import type { FindingList } from '../../errors/finding-list.js';
import type { Finding } from '../../errors/finding.js';
import { pointerTo } from '../../errors/json-pointer.js';
import type { JsonObject } from './json.js';

/** What is said of a field that there is not. */
export function unknownField(pointer: string, known: readonly string[]): Finding {
  return {
    pointer,
    code: 'INVALID_VALUE',
    message: `There is no such field here. Known: ${known.join(', ')}.`,
  };
}

/** Adds what a body has beside the fields that it may have. */
export function addUnknownFields(found: FindingList, body: JsonObject, known: readonly string[]): void {
  for (const name of Object.keys(body).filter((one) => !known.includes(one))) {
    found.add(() => unknownField(pointerTo('', name), known));
  }
}
