import { pointerTo } from '../errors/json-pointer.js';
import { memberOf } from './raw-answer.js';
import { engagementRules } from './rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule } from './rules/field-rule.js';
import { contextTypes } from './rules/values.js';

type Segment = string | number;

/** A field that the request could have: its place in AWS's words and in the caller's. */
interface Place {
  readonly aws: readonly Segment[];
  readonly pointer: readonly Segment[];
}

/**
 * Finds the caller's fields that AWS means with its `FieldName`s in one request, whose places are gathered once.
 *
 * No real CreateEngagement sample is public (sibling operations say `lifeCycle.targetCloseDate`), so letter case,
 * index notation, a `Payload` in between and a missing beginning make no difference. A field's whole path wins over
 * the end of another one's; where several fit all the same, it is what they have in common; where none does, the
 * whole body.
 * @param body the JSON of the request that AWS complains about
 * @returns a JSON Pointer into the caller's body for a name
 */
export function awsFieldPointers(body: string): (fieldName: string) => string {
  const places = placesOf(engagementRules, JSON.parse(body), { aws: [], pointer: [] });
  return (fieldName) => {
    const wanted = segmentsOf(fieldName);
    const fitting = places.filter((place) => endsWith(place.aws, wanted));
    const whole = fitting.filter(
      (place) => withoutIndices(place.aws).length === withoutIndices(wanted).length,
    );
    const found = whole.length > 0 ? whole : fitting;
    return commonPointer(found.map(({ pointer }) => pointer)).reduce<string>(pointerTo, '');
  };
}

const withoutIndices = (path: readonly Segment[]) => path.filter((segment) => typeof segment !== 'number');

function segmentsOf(fieldName: string): Segment[] {
  return fieldName
    .split(/[^A-Za-z0-9]+/)
    .filter((segment) => segment !== '')
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment.toLowerCase()))
    .filter((segment) => segment !== 'payload' && segment !== 'member');
}

function placesOf(rules: Fields, value: unknown, at: Place): Place[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const { awsName } = rule;
    if (awsName === undefined) {
      return [];
    }
    const place = { aws: [...at.aws, awsName.toLowerCase()], pointer: [...at.pointer, name] };
    return [place, ...placesWithin(rule, memberOf(value, awsName), place)];
  });
}

function placesWithin(rule: FieldRule, value: unknown, at: Place): Place[] {
  switch (rule.kind) {
    case 'object':
      return placesOf(rule.fields, value, at);
    case 'list':
      return (Array.isArray(value) ? value : []).flatMap((item: unknown, index) => {
        const place = { aws: [...at.aws, index], pointer: [...at.pointer, index] };
        return [place, ...placesOfItem(rule.items, item, place)];
      });
    default:
      return [];
  }
}

function placesOfItem(rule: ItemRule, item: unknown, at: Place): Place[] {
  if (rule.kind === 'item') {
    return placesOf(rule.fields, item, at);
  }
  const type = memberOf(item, 'Type');
  const variant = Object.entries(contextTypes).find(([, awsType]) => awsType === type)?.[0] ?? '';
  const payload = memberOf(memberOf(item, 'Payload'), String(type));
  const fields = rule.variants[variant] ?? {};
  // The payload and its fields under its name, for a FieldName that has it.
  const named = { ...at, aws: [...at.aws, variant.toLowerCase()] };
  return [...placesOf(fields, payload, at), named, ...placesOf(fields, payload, named)];
}

/** Whether the place ends in what is wanted; an index that is not asked for is passed over. */
function endsWith(place: readonly Segment[], wanted: readonly Segment[]): boolean {
  let at = place.length - 1;
  for (const segment of wanted.toReversed()) {
    while (at >= 0 && typeof place[at] === 'number' && typeof segment !== 'number') {
      at -= 1;
    }
    if (at < 0 || place[at] !== segment) {
      return false;
    }
    at -= 1;
  }
  return wanted.length > 0;
}

function commonPointer(pointers: readonly (readonly Segment[])[]): readonly Segment[] {
  const [first = [], ...rest] = pointers;
  const differs = first.findIndex((segment, index) => rest.some((other) => other[index] !== segment));
  return differs === -1 ? first : first.slice(0, differs);
}
