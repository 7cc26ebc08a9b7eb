import { findingsOf } from './problem-error.js';
import type { Finding, Problem } from './types.js';

/** Findings as a form shows them. */
export interface SortedFindings<Field extends string> {
  /** What is to be shown at each field; fields without a finding have none. */
  readonly fields: Partial<Record<Field, Finding[]>>;
  /** What concerns no field of the form: show it above it, so that nothing is lost. */
  readonly others: Finding[];
}

/** Where a form's fields are in the draft: JSON Pointers, with `*` for any place in a list. */
export type FieldMap<Field extends string> = Readonly<Record<Field, string | readonly string[]>>;

/**
 * Sorts the findings of a problem, of an error or of `readiness` by the fields of a form. One about a part of a field is
 * the field's, and one about what a field is a part of, such as a customer that is missing, is that of all fields in there.
 * Where a field and what it is a part of are both mapped, what is found in the field is the field's alone.
 * @throws TypeError where the map has what is no JSON Pointer (RFC 6901)
 */
export function findingsByField<Field extends string>(
  found: Problem | { readonly errors?: readonly Finding[] } | { readonly findings: readonly Finding[] },
  map: FieldMap<Field>,
): SortedFindings<Field> {
  const places = placesOf(map);
  const fields: Partial<Record<Field, Finding[]>> = {};
  const others: Finding[] = [];
  for (const finding of 'findings' in found ? found.findings : findingsOf(found)) {
    const { pointer } = finding;
    const concerned = pointer === undefined ? [] : [...fieldsAt(steps(pointer), places)];
    for (const field of concerned) {
      // Its own: a field may be called `constructor`.
      if (Object.hasOwn(fields, field)) {
        fields[field]?.push(finding);
      } else {
        fields[field] = [finding];
      }
    }
    if (concerned.length === 0) {
      others.push(finding);
    }
  }
  return { fields, others };
}

interface Place<Field> {
  readonly field: Field;
  readonly path: readonly string[];
}

function placesOf<Field extends string>(map: FieldMap<Field>): Place<Field>[] {
  const places: Place<Field>[] = [];
  for (const field in map) {
    const pointers = map[field];
    for (const pointer of typeof pointers === 'string' ? [pointers] : pointers) {
      if (pointer !== '' && !pointer.startsWith('/')) {
        throw new TypeError(
          `The field ${field} is mapped to what is no JSON Pointer: it begins with a slash.`,
        );
      }
      places.push({ field, path: steps(pointer) });
    }
  }
  return places;
}

/** The fields that are there or below, and the nearest above. */
function fieldsAt<Field extends string>(
  path: readonly string[],
  places: readonly Place<Field>[],
): Set<Field> {
  const fitting = places.filter((place) => isAlong(path, place.path));
  const above = fitting.filter((place) => place.path.length <= path.length);
  const nearest = Math.max(...above.map((place) => place.path.length), 0);
  const concerned = fitting.filter((place) => place.path.length >= nearest);
  return new Set(concerned.map(({ field }) => field));
}

/** Whether one of two paths is the other, or leads on from it. */
function isAlong(path: readonly string[], mapped: readonly string[]): boolean {
  const shared = Math.min(path.length, mapped.length);
  for (let index = 0; index < shared; index += 1) {
    const step = path[index] ?? '';
    if (mapped[index] !== step && !(mapped[index] === '*' && /^(\d+|-)$/.test(step))) {
      return false;
    }
  }
  return true;
}

/** RFC 6901 section 4: `~1` first, or `~01` would become a slash. */
function steps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
