import type { NewFault } from '../../simulator/faults/fault.js';
import type { Random } from './random.js';

/** A fault of the simulator with the name that it has in the report. */
export interface NamedFault {
  readonly name: string;
  readonly fault: NewFault;
}

const CREATE = 'CreateEngagement';

/** So that the simulator counts how often each one strikes; none comes near it. */
const UNLIMITED = 1_000_000_000;

/** Until then what AWS has in hand comes to be, though nobody has heard of it. */
export const LONGEST_LATE_MS = 20_000;

/** What a call suffers that may or may not have done its work, lost answers above all. */
const uncertain: readonly (readonly [string, number, NewFault])[] = [
  ['answer lost (reset after the work)', 0.08, { kind: 'reset-after' }],
  ['answer lost after 0.9 s', 0.02, { kind: 'reset-after', delayMs: 900 }],
  ['request lost (reset before the work)', 0.03, { kind: 'reset-before' }],
  ['no answer (hang)', 0.02, { kind: 'hang' }],
  ['slow, in time', 0.03, { kind: 'delay', delayMs: 400 }],
  ['slow, past the timeout', 0.03, { kind: 'delay', delayMs: 1300 }],
  ['very slow', 0.02, { kind: 'delay', delayMs: 2000 }],
  ['late, created after 1.2 s', 0.01, { kind: 'late', delayMs: 1200 }],
  ['late, created after 4 s', 0.01, { kind: 'late', delayMs: 4000 }],
  ['late, created after 9 s', 0.008, { kind: 'late', delayMs: 9000 }],
  ['late, created after 20 s', 0.006, { kind: 'late', delayMs: LONGEST_LATE_MS }],
  ['HTML page before the work', 0.02, { kind: 'html' }],
  ['HTML page after the work', 0.02, { kind: 'html', when: 'after' }],
  ['garbage after the work', 0.03, { kind: 'garbage' }],
  ['InternalServerException before the work', 0.02, error('InternalServerException')],
  [
    'InternalServerException after the work',
    0.03,
    { ...error('InternalServerException', { nameIn: 'body' }), when: 'after' },
  ],
];

/** What says for certain that nothing was done. */
const certain: readonly (readonly [string, number, NewFault])[] = [
  // Each one stops the whole fleet for a second.
  ['ThrottlingException', 0.006, error('ThrottlingException', { nameIn: 'header' })],
  ['AccessDeniedException', 0.012, refusal('AccessDeniedException', { nameIn: 'header' })],
  [
    'ValidationException',
    0.012,
    refusal('ValidationException', {
      members: {
        Reason: 'BUSINESS_VALIDATION_FAILED',
        ErrorList: [{ FieldName: 'title', Message: 'Not today', Code: 'INVALID_VALUE' }],
      },
    }),
  ],
  ['ConflictException', 0.012, error('ConflictException')],
  ['ResourceNotFoundException', 0.006, refusal('ResourceNotFoundException', { nameIn: 'body' })],
  ['ServiceQuotaExceededException', 0.006, refusal('ServiceQuotaExceededException')],
  // Each one stops it until a call finds out that the credentials are accepted.
  ['ExpiredTokenException', 0.006, error('ExpiredTokenException')],
  ['UnrecognizedClientException', 0.003, error('UnrecognizedClientException', { nameIn: 'header' })],
];

/** What a look-up suffers. A look-up late in a run is some twenty calls, so that each may fail but rarely. */
const reading: readonly (readonly [string, number, NewFault])[] = [
  ['reset', 0.006, { kind: 'reset-before' }],
  ['hang', 0.003, { kind: 'hang' }],
  ['garbage', 0.003, { kind: 'garbage' }],
  ['ThrottlingException', 0.003, error('ThrottlingException')],
  ['AccessDeniedException', 0.003, error('AccessDeniedException')],
];

/** So slow that operators come in the middle of a look-up. One that finds something is one such call, if not more. */
const slowLookUp = { name: 'look-up: slow (get)', probability: 0.6, delayMs: 700 };

/**
 * Every kind of fault that the simulator knows, with its probability and a seed of its own.
 *
 * An answer that says no comes before the work only, and never for what is in hand: AWS does not lie.
 */
export function faultMix(random: Random): NamedFault[] {
  const creating = [...uncertain, ...certain];
  return [
    ...creating.map((one, index) => named(one, CREATE, chanceAmong(creating, index), random)),
    ...readingFaults(random),
  ];
}

/** AWS accepts no credentials of the service, whichever call it makes to create something. */
export function expiredCredentials(random: Random): NamedFault[] {
  const expired = named(
    ['ExpiredTokenException, for a time', 1, error('ExpiredTokenException')],
    CREATE,
    1,
    random,
  );
  return [expired, ...readingFaults(random)];
}

function readingFaults(random: Random): NamedFault[] {
  const { name, probability, delayMs } = slowLookUp;
  return [
    ...reading.flatMap(([what, chance, fault]) => [
      named([`look-up: ${what} (list)`, chance, fault], 'ListEngagements', chance, random),
      named([`look-up: ${what} (get)`, chance, fault], 'GetEngagement', chance, random),
    ]),
    named([name, probability, { kind: 'delay', delayMs }], 'GetEngagement', probability, random),
  ];
}

/** The simulator asks its faults in their order: the later ones see only what the earlier ones spared. */
function chanceAmong(faults: typeof uncertain, index: number): number {
  const before = faults.slice(0, index).reduce((sum, [, probability]) => sum + probability, 0);
  const [, own = 0] = faults[index] ?? [];
  return own / (1 - before);
}

function named(
  [name, , fault]: readonly [string, number, NewFault],
  operation: NonNullable<NewFault['operation']>,
  probability: number,
  random: Random,
): NamedFault {
  return { name, fault: { ...fault, operation, probability, seed: random.seed(), times: UNLIMITED } };
}

function error(name: string, more: Partial<NewFault['error']> = {}): NewFault {
  return { kind: 'error', error: { message: 'Injected', ...more, name } };
}

/** A definite no. */
function refusal(name: string, more: Partial<NewFault['error']> = {}): NewFault {
  return { ...error(name, more), spares: 'in-hand' };
}
