import { pointerTo } from '../errors/json-pointer.js';
import { memberOf } from './raw-answer.js';
import { engagementRules } from './rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule } from './rules/field-rule.js';
import { contextTypes } from './rules/values.js';

type Segment = string | number;

/** A field that the request has or lacks: its place in AWS's words and in the caller's. */
interface Place {
  readonly aws: readonly Segment[];
  readonly pointer: readonly Segment[];
  /** Whether it has fields of its own. */
  readonly isContainer?: boolean;
}

/** Deeper than any field lies. */
const MAX_SEGMENTS = 20;

/**
 * Finds the caller's fields that AWS means with its `FieldName`s in one request, whose places are gathered once.
 *
 * No real CreateEngagement sample is public (sibling operations say `lifeCycle.targetCloseDate`), so letter case,
 * index notation, a `Payload` in between and a missing beginning make no difference. A field's whole path wins over
 * the end of another one's; where several fit all the same, it is what they have in common.
 *
 * Indices count from zero, but from one in the notation of AWS's own validation (`contexts.1.member.payload`), and
 * where only that leads to a field that there is: then all of the name does. What is not there is told by the nearest
 * object or list around it that is; a field that its object lacks, by its place. Where nothing fits, it is the body.
 * @param body the JSON of the request that AWS complains about
 * @returns a JSON Pointer into the caller's body for a name
 */
export function awsFieldPointers(body: string): (fieldName: string) => string {
  const request: unknown = JSON.parse(body);
  const places = Map.groupBy(placesOf(engagementRules, request, { aws: [], pointer: [] }), lastName);
  const placesFor = (wanted: readonly Segment[]) => {
    const fitting = (places.get(lastName({ aws: wanted })) ?? []).filter(({ aws }) => endsWith(aws, wanted));
    const whole = fitting.filter(({ aws }) => withoutIndices(aws).length === withoutIndices(wanted).length);
    return whole.length > 0 ? whole : fitting;
  };
  return (fieldName) => {
    const readings = readingsOf(fieldName).map((wanted) => nearest(wanted, placesFor));
    const [best] = readings.toSorted((one, other) => one.missing - other.missing);
    return commonPointer((best?.places ?? []).map(({ pointer }) => pointer)).reduce<string>(pointerTo, '');
  };
}

const withoutIndices = (path: readonly Segment[]) => path.filter((segment) => typeof segment !== 'number');
const lastName = ({ aws }: Pick<Place, 'aws'>) => aws.findLast((segment) => typeof segment !== 'number');

/** What a name may mean, the likelier first: counted from zero, counted from one. */
function readingsOf(fieldName: string): Segment[][] {
  const segments = segmentsOf(fieldName);
  if (segments.length > MAX_SEGMENTS) {
    return [];
  }
  const named = segments.filter((segment) => segment !== 'payload' && segment !== 'member');
  if (named.includes(0)) {
    return [named];
  }
  const fromOne = named.map((segment) => (typeof segment === 'number' ? segment - 1 : segment));
  return segments.includes('member') ? [fromOne] : [named, fromOne];
}

function segmentsOf(fieldName: string): Segment[] {
  return fieldName
    .split(/[^A-Za-z0-9]+/)
    .filter((segment) => segment !== '')
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment.toLowerCase()));
}

/** The places that a name means, or the nearest ones around them. */
function nearest(
  wanted: readonly Segment[],
  placesFor: (wanted: readonly Segment[]) => readonly Place[],
): { readonly places: readonly Place[]; readonly missing: number } {
  for (let missing = 0; missing < wanted.length; missing += 1) {
    const found = placesFor(wanted.slice(0, wanted.length - missing));
    const places = missing === 0 ? found : found.filter(({ isContainer = false }) => isContainer);
    if (places.length > 0) {
      return { places, missing };
    }
  }
  return { places: [], missing: wanted.length };
}

function placesOf(rules: Fields, value: unknown, at: Place): Place[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const { awsName } = rule;
    if (awsName === undefined) {
      return [];
    }
    const place = {
      aws: [...at.aws, awsName.toLowerCase()],
      pointer: [...at.pointer, name],
      isContainer: rule.kind === 'object' || rule.kind === 'list',
    };
    return [place, ...placesWithin(rule, memberOf(value, awsName), place)];
  });
}

function placesWithin(rule: FieldRule, value: unknown, at: Place): Place[] {
  switch (rule.kind) {
    case 'object':
      // Of an object that was not sent, no field has a place.
      return typeof value === 'object' && value !== null ? placesOf(rule.fields, value, at) : [];
    case 'list':
      return (Array.isArray(value) ? value : []).flatMap((item: unknown, index) => {
        const place = { aws: [...at.aws, index], pointer: [...at.pointer, index], isContainer: true };
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
