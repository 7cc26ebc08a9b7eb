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

/** What a call suffers that may or may not have done its work, lost answers above all. */
const uncertain: readonly (readonly [string, number, NewFault])[] = [
  ['answer lost (reset after the work)', 0.08, { kind: 'reset-after' }],
  ['answer lost, late', 0.02, { kind: 'reset-after', delayMs: 900 }],
  ['request lost (reset before the work)', 0.03, { kind: 'reset-before' }],
  ['no answer (hang)', 0.02, { kind: 'hang' }],
  ['slow, in time', 0.03, { kind: 'delay', delayMs: 400 }],
  ['slow, past the timeout', 0.03, { kind: 'delay', delayMs: 1300 }],
  ['very slow', 0.02, { kind: 'delay', delayMs: 2000 }],
  ['HTML page before the work', 0.02, { kind: 'html' }],
  ['HTML page after the work', 0.02, { kind: 'html', when: 'after' }],
  ['garbage after the work', 0.03, { kind: 'garbage' }],
  ['InternalServerException before the work', 0.02, error('InternalServerException')],
  ['InternalServerException after the work', 0.03, { ...error('InternalServerException'), when: 'after' }],
];

/** What says for certain that nothing was done. */
const certain: readonly (readonly [string, number, NewFault])[] = [
  // Each one stops the whole fleet for a second.
  ['ThrottlingException', 0.006, error('ThrottlingException')],
  ['AccessDeniedException', 0.012, error('AccessDeniedException')],
  [
    'ValidationException',
    0.012,
    error('ValidationException', {
      Reason: 'BUSINESS_VALIDATION_FAILED',
      ErrorList: [{ FieldName: 'title', Message: 'Not today', Code: 'INVALID_VALUE' }],
    }),
  ],
  ['ConflictException', 0.012, error('ConflictException')],
  ['ResourceNotFoundException', 0.006, error('ResourceNotFoundException')],
  ['ServiceQuotaExceededException', 0.006, error('ServiceQuotaExceededException')],
  ['ExpiredTokenException', 0.012, error('ExpiredTokenException')],
  ['UnrecognizedClientException', 0.006, error('UnrecognizedClientException')],
];

/** What a look-up suffers. A look-up late in a run is some twenty calls, so that each may fail but rarely. */
const reading: readonly (readonly [string, number, NewFault])[] = [
  ['look-up: reset', 0.006, { kind: 'reset-before' }],
  ['look-up: hang', 0.003, { kind: 'hang' }],
  ['look-up: garbage', 0.003, { kind: 'garbage' }],
  ['look-up: ThrottlingException', 0.003, error('ThrottlingException')],
  ['look-up: AccessDeniedException', 0.003, error('AccessDeniedException')],
];

/**
 * Every kind of fault that the simulator knows, with its probability and a seed of its own.
 *
 * An answer that says no comes before the work only: AWS does not lie.
 */
export function faultMix(random: Random): NamedFault[] {
  const creating = [...uncertain, ...certain];
  return [
    ...creating.map((one, index) => named(one, CREATE, chanceAmong(creating, index), random)),
    ...reading.flatMap((one) => [
      named([`${one[0]} (list)`, one[1], one[2]], 'ListEngagements', one[1], random),
      named([`${one[0]} (get)`, one[1], one[2]], 'GetEngagement', one[1], random),
    ]),
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

function error(name: string, members?: NonNullable<NewFault['error']>['members']): NewFault {
  return {
    kind: 'error',
    error: { name, message: 'Injected', ...(members === undefined ? {} : { members }) },
  };
}
