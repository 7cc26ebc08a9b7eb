import { afterAll, expect, it, jest } from '@jest/globals';
import {
  isPutOff,
  type Recorded,
  submissionSequence,
} from '../../test/support/submission-sequences.factory.js';
import { HOUR_MS } from '../../test/support/submissions.factory.js';

/** What holds of any submission, whatever happens to it: seen on thousands of random ones. */
const SEQUENCES = 4000;
const MAX_STEPS = 60;

/** Mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What allows to say that AWS does not have it. */
function groundsForNo(recorded: Recorded): string | undefined {
  const { past, happening, policy } = recorded;
  switch (happening.kind) {
    case 'attempt':
    case 'gate closed':
      return past.outcomeUnknown ? undefined : groundsForNoAtOnce(recorded);
    case 'look-up': {
      const { refusedForMs = -1 } = past;
      const isOldEnough = refusedForMs >= policy.reconciliationDelayMs + policy.callLimitMs;
      return happening.lookUp.kind === 'absent' && isOldEnough ? 'refused, and absent long after' : undefined;
    }
    case 'resolution':
      return happening.resolution.outcome === 'not-created' ? 'an operator' : undefined;
    default:
      return undefined;
  }
}

function groundsForNoAtOnce({ past, happening, end, policy }: Recorded): string | undefined {
  if (end === 'refused') {
    return 'refused';
  }
  const { waitingForMs = 0 } = past;
  return isPutOff(happening) && waitingForMs >= policy.giveUpMs ? `given up: ${happening.kind}` : undefined;
}

function groundsForYes({ happening }: Recorded): string | undefined {
  switch (happening.kind) {
    case 'attempt':
      return happening.outcome.kind === 'accepted' ? 'accepted' : undefined;
    case 'accepted late':
      return 'accepted late';
    case 'look-up':
      return happening.lookUp.kind === 'found' ? 'found' : undefined;
    case 'resolution':
      return happening.resolution.outcome === 'created' ? 'an operator: created' : undefined;
    default:
      return undefined;
  }
}

const everything = Array.from({ length: SEQUENCES }, (_, seed) => {
  jest.spyOn(Math, 'random').mockImplementation(seeded(seed));
  return submissionSequence(seed, MAX_STEPS);
}).flat();

/** The first few that break a rule. */
const breaking = (isBroken: (recorded: Recorded) => boolean) => everything.filter(isBroken).slice(0, 3);

afterAll(() => {
  jest.restoreAllMocks();
});

it('meets with everything that may happen', () => {
  expect(new Set(everything.map(({ happening }) => happening.kind))).toEqual(
    new Set([
      'attempt',
      'lost',
      'gate closed',
      'too old',
      'accepted late',
      'look-up',
      'submit',
      'resolution',
    ]),
  );
});

it('comes to every end there is, and to long runs', () => {
  const ends = everything
    .filter(({ transition }) => transition.next === undefined)
    .map((recorded) => groundsForYes(recorded) ?? groundsForNo(recorded));

  expect(new Set(ends)).toEqual(
    new Set([
      'accepted',
      'accepted late',
      'found',
      'an operator: created',
      'refused',
      'refused, and absent long after',
      'an operator',
      'given up: attempt',
      'given up: gate closed',
    ]),
  );
  expect(Math.max(...everything.map(({ row }) => row.state.setbacks))).toBeGreaterThan(20);
});

it('is rejected only where AWS certainly does not have it', () => {
  expect(
    breaking((recorded) => recorded.transition.status === 'rejected' && groundsForNo(recorded) === undefined),
  ).toEqual([]);
});

it('is submitted where AWS has it, and only there', () => {
  expect(
    breaking(
      (recorded) => (recorded.transition.status === 'submitted') !== (groundsForYes(recorded) !== undefined),
    ),
  ).toEqual([]);
  expect(breaking(({ transition }) => (transition.status === 'submitted') !== !!transition.created)).toEqual(
    [],
  );
});

it('gets a new token when it is rejected, never before, and never twice the same', () => {
  const tokens = everything.flatMap(({ transition: { nextClientToken } }) => nextClientToken ?? []);

  expect(
    breaking(
      ({ transition }) => (transition.nextClientToken !== undefined) !== (transition.status === 'rejected'),
    ),
  ).toEqual([]);
  expect(new Set(tokens).size).toBe(tokens.length);
});

it('has a next step within two hours while it is open, and none once it is settled', () => {
  expect(
    breaking(({ transition: { status, next } }) =>
      status === 'submitting' || status === 'unresolved'
        ? next === undefined || !(next.inMs >= 0 && next.inMs <= 2 * HOUR_MS)
        : next !== undefined,
    ),
  ).toEqual([]);
});

it('never forgets an unknown outcome, and invents none', () => {
  expect(
    breaking(
      ({ row, past, transition }) =>
        row.state.outcomeUnknown !== past.outcomeUnknown ||
        (transition.status === 'unresolved' && !transition.outcomeUnknown),
    ),
  ).toEqual([]);
});

it('goes back from unresolved by an operator’s submit only', () => {
  expect(
    breaking(
      ({ row, happening, transition }) =>
        row.state.status === 'unresolved' &&
        transition.status === 'submitting' &&
        happening.kind !== 'submit',
    ),
  ).toEqual([]);
});

it.each([
  ['sent', 'send', 300_000],
  ['looked up', 'look_up', HOUR_MS],
] as const)('is %s later and later, within one run of setbacks', (_, step, longestMs) => {
  // From half the longest on chance alone decides.
  expect(
    breaking(({ row, past, transition: { next, setbacks } }) => {
      const { [step]: previousMs } = past.delays;
      return (
        next !== undefined &&
        next.step === step &&
        previousMs !== undefined &&
        setbacks === row.state.setbacks + 1 &&
        next.inMs < Math.min(previousMs, longestMs / 2)
      );
    }),
  ).toEqual([]);
});

it('loses urgency only by a setback, by being put off, or when it turns unresolved', () => {
  expect(
    breaking(
      ({ row: { state }, transition: { next, status, setbacks, isWaiting } }) =>
        next !== undefined &&
        next.urgency < state.urgency &&
        setbacks <= state.setbacks &&
        !isWaiting &&
        !(status === 'unresolved' && state.status === 'submitting'),
    ),
  ).toEqual([]);
});

it('that took its process down three times in a row is sent no more by itself', () => {
  expect(
    breaking(({ past, happening, transition: { next } }) => {
      const lost = happening.kind === 'lost' ? past.lostInARow + 1 : past.lostInARow;
      return lost >= 3 && next?.step === 'send' && ['lost', 'look-up'].includes(happening.kind);
    }),
  ).toEqual([]);
});

it('is sent after a day only where AWS has just shown nothing of it', () => {
  expect(
    breaking(
      ({ past, row: { state }, end }) =>
        end !== undefined &&
        past.outcomeUnknown &&
        state.openForMs >= 24 * HOUR_MS &&
        !(past.absentForMs !== undefined && past.absentForMs < 600_000),
    ),
  ).toEqual([]);
});

it('makes no no of a conflict after the first attempt', () => {
  expect(
    breaking(
      ({ row: { state }, happening, transition }) =>
        happening.kind === 'attempt' &&
        happening.outcome.kind === 'refused' &&
        happening.outcome.problem.code === 'partner-central-conflict' &&
        state.attempts > 1 &&
        (transition.status === 'rejected' ||
          transition.refusal !== 'overtaken' ||
          !transition.outcomeUnknown),
    ),
  ).toEqual([]);
});

it('is sent no more by itself after a day in which AWS did not say', () => {
  expect(
    breaking(
      ({ row: { state }, happening, transition: { next } }) =>
        happening.kind === 'look-up' &&
        happening.lookUp.kind === 'unclear' &&
        state.openForMs >= 24 * HOUR_MS &&
        next?.step !== 'look_up',
    ),
  ).toEqual([]);
});
