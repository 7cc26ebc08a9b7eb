import type { FindingList } from '../../errors/finding-list.js';
import { type Finding, suggested } from '../../errors/finding.js';
import { pointerTo } from '../../errors/json-pointer.js';
import { nearest } from '../../errors/nearest.js';
import type { JsonObject } from './json.js';

/**
 * What is said of a field that there is not.
 * @param parent the pointer to the object that has it
 */
export function unknownField(parent: string, name: string, known: readonly string[]): Finding {
  return {
    pointer: pointerTo(parent, name),
    code: 'INVALID_VALUE',
    message: `There is no such field here. Known: ${known.join(', ')}.`,
    ...suggested(nearest(name, known)),
  };
}

/** Adds what a body has beside the fields that it may have. */
export function addUnknownFields(found: FindingList, body: JsonObject, known: readonly string[]): void {
  for (const name of Object.keys(body).filter((one) => !known.includes(one))) {
    found.add(() => unknownField('', name, known));
  }
}
