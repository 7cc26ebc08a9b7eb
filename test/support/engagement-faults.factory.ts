import { seededRandom } from '../../simulator/faults/seeded-random.js';
import { customerProject, engagement, lead } from './engagements.factory.js';

/** Bodies with all that can be wrong with one: the same bodies in every run. */

/** What becomes of a value; undefined stays a member, `gone` does not. */
type Fault = (value: unknown) => unknown;

const gone = Symbol('gone');

const texts = [
  ...['', ' \n ', 'x', '$value $property $target $constraint1 $&', 'constructor', '__proto__', 'toString'],
  ...[
    '\0',
    'a\ud800b',
    'a\nb',
    'a\u0007b',
    '\u202eUS',
    '\u212a',
    'lead',
    'Lead',
    'customerProject',
    'Sandbox',
    'AWS',
    'Moon',
    'Retail',
  ],
  ...[
    'US',
    'us',
    'DE',
    'Washington',
    'wa',
    'Bavaria',
    'Enterprise',
    '2026-06-30',
    '2026-02-31',
    '0999-12-31',
  ],
  ...['2026-11-02T10:30:00Z', '2026-11-02T12:30:00.5+02:00', '2026-11-02T24:00:00Z', '+12065550100'],
  ...['(206) 555-0100', 'ada@acme.example', 'Ada@acme', 'acme.example.com', 'x.com/~me', 'a.b'],
];

/** Around every limit of a length. */
const lengths = [2, 3, 4, 19, 20, 21, 40, 41, 80, 81, 120, 121, 255, 256, 2000, 2001];

const hostile = (): unknown =>
  JSON.parse('{"__proto__":{"title":"x"},"toString":"x","hasOwnProperty":1,"length":9}');

const faults: readonly Fault[] = [
  () => gone,
  () => undefined,
  () => null,
  () => 7,
  () => true,
  () => [],
  () => ({}),
  () => ['x', 7, undefined],
  () => [{}, { type: 'lead' }, { type: 'customerProject' }, { type: 'constructor' }, { type: 7 }],
  () => [[{ type: 'lead' }], [[]]],
  () => ({ type: 'lead', title: ' ', contexts: {} }),
  () => hostile(),
  (value) => (isObject(value) ? withHostileMembers(value) : value),
  (value) => (isObject(value) ? Object.assign(Object.create(null), value) : value),
  ...[2, 6, 11].map(
    (count): Fault =>
      (value) =>
        Array.isArray(value) ? filled(count, value[0]) : value,
  ),
  ...texts.map(
    (text): Fault =>
      () =>
        text,
  ),
  ...lengths.map(
    (length): Fault =>
      () =>
        'a'.repeat(length),
  ),
  ...[20, 21, 255, 256].map(
    (length): Fault =>
      () =>
        '😀'.repeat(length),
  ),
];

const filled = (count: number, item: unknown): unknown[] => Array.from({ length: count }, () => item);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withHostileMembers(object: object): object {
  const others: unknown = JSON.parse('{"__proto__":{"title":"x"},"constructor":{"name":"x"},"a/b~c":1}');
  return Object.defineProperties({ ...object }, Object.getOwnPropertyDescriptors(Object(others)));
}

/** Contexts with every field, one of each class. */
const contexts = {
  customerProject: () => customerProject({ id: '1' }),
  lead: () => lead({ id: '2' }),
  untyped: () => {
    const { customer, ...rest } = lead({ id: '3', type: 'other', project: customerProject().project });
    return { ...rest, customer: { ...customer, countryCode: 'US' } };
  },
};

const withContexts = (...contexts: object[]) => ({
  catalog: 'Sandbox',
  externalRef: 'crm-1',
  ...engagement({ contexts }),
});

/** A body with every field, with each fault in each of its places, one at a time. */
export function* bodiesWithOneFault(context: keyof typeof contexts): Generator<object> {
  for (const where of placesIn(withContexts(contexts[context]())).keys()) {
    for (const fault of faults) {
      const body = withContexts(contexts[context]());
      apply(fault, placesIn(body)[where]);
      yield body;
    }
  }
}

/** Bodies with two to nine faults, wherever chance puts them. */
export function* bodiesWithFaults(count: number, seed: number): Generator<object> {
  const random = seededRandom(seed);
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  for (let made = 0; made < count; made += 1) {
    const some = Object.values(contexts).filter(() => random() < 0.6);
    const body = withContexts(...some.map((context) => context()));
    for (let left = 2 + Math.floor(random() * 8); left > 0; left -= 1) {
      apply(oneOf(faults), oneOf(placesIn(body)));
    }
    yield body;
  }
}

interface Place {
  readonly parent: object;
  readonly name: string;
}

function placesIn(container: object): Place[] {
  return Object.entries(container).flatMap(([name, value]: [string, unknown]) => [
    { parent: container, name },
    ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
  ]);
}

function apply(fault: Fault | undefined, place: Place | undefined): void {
  if (fault === undefined || place === undefined) {
    return;
  }
  const { parent, name } = place;
  const value = fault(Reflect.get(parent, name));
  if (value !== gone) {
    Reflect.set(parent, name, value);
  } else if (Array.isArray(parent)) {
    parent.splice(Number(name), 1);
  } else {
    Reflect.deleteProperty(parent, name);
  }
}
