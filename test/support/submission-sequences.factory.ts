import type { AttemptOutcome } from '../../src/partner-central/attempt-outcome.js';
import type { SubmissionPolicy } from '../../src/submissions/submission-policy.js';
import type {
  LookUp,
  Resolution,
  Step,
  SubmissionState,
  Transition,
  Urgency,
} from '../../src/submissions/submission-state.js';
import {
  acceptedLate,
  afterAttempt,
  afterCredentialsOutage,
  afterLookUp,
  afterLostAttempt,
  isTooOldToSend,
  lookedUpFirst,
  resolved,
  takenUp,
} from '../../src/submissions/submission-transitions.js';
import {
  accepted,
  conflict,
  createdEngagement,
  failed,
  HOUR_MS,
  notSent,
  refused,
  policy as defaults,
  submission,
  throttled,
  timedOut,
  unavailable,
  withoutCredentials,
} from './submissions.factory.js';

/** What may happen to a submission. */
export type Happening =
  | { readonly kind: 'attempt'; readonly outcome: AttemptOutcome }
  | { readonly kind: 'lost' | 'gate closed' | 'too old' }
  | { readonly kind: 'accepted late'; readonly attemptOpen: boolean }
  | { readonly kind: 'look-up'; readonly lookUp: LookUp }
  | { readonly kind: 'submit'; readonly urgency: Urgency }
  | { readonly kind: 'resolution'; readonly resolution: Resolution };

type AttemptEnd = AttemptOutcome['kind'] | 'lost';

/** A submission as its row would have it. */
export interface Row {
  readonly state: SubmissionState;
  readonly isWaiting: boolean;
  readonly refusedForMs?: number;
  readonly absentForMs?: number;
  readonly step: Step;
  readonly inMs: number;
}

/** What has happened so far, by an account of its own. */
export interface Past {
  readonly outcomeUnknown: boolean;
  readonly lostInARow: number;
  /** How long ago AWS refused the last attempt, with anything but a conflict. */
  readonly refusedForMs?: number;
  /** How long ago AWS last showed nothing of it. */
  readonly absentForMs?: number;
  /** Since when it got nothing but throttles and missing credentials. */
  readonly waitingForMs?: number;
  /** The last delays of this run of setbacks. */
  readonly delays: Readonly<Partial<Record<Step, number>>>;
}

/** One thing that happened to one submission, and what the machine made of it. */
export interface Recorded {
  readonly seed: number;
  readonly policy: SubmissionPolicy;
  readonly row: Row;
  readonly past: Past;
  readonly happening: Happening;
  /** How an attempt has ended by it, if one has. */
  readonly end: AttemptEnd | undefined;
  readonly transition: Transition;
}

function oneOf<T>(first: T, ...others: readonly T[]): T {
  return others[Math.floor(Math.random() * (others.length + 1)) - 1] ?? first;
}

function anyRules(): SubmissionPolicy {
  const shortest = { giveUpMs: 0, reconciliationDelayMs: 1, callLimitMs: 1, retryBaseMs: 1, probeMs: 10 };
  const longest = {
    giveUpMs: 8760 * HOUR_MS,
    reconciliationDelayMs: HOUR_MS,
    callLimitMs: 300_000,
    probeMs: 60_000,
  };
  return oneOf(
    defaults,
    { ...defaults, maxUnknownAttempts: 3, giveUpMs: HOUR_MS },
    { ...shortest, maxUnknownAttempts: 1 },
    { ...longest, maxUnknownAttempts: 100, retryBaseMs: 300_000 },
  );
}

function anyAttempt(): Happening {
  const retryAfterMs = oneOf(1000, 60_000, 99 * HOUR_MS);
  const quotaExceeded = failed('refused', 'partner-central-quota-exceeded');
  const failures = [refused, quotaExceeded, conflict, timedOut, unavailable];
  const outcomes = [...failures, throttled, withoutCredentials, notSent];
  return oneOf<Happening>(
    { kind: 'lost' },
    { kind: 'attempt', outcome: { ...throttled, retryAfterMs } },
    ...outcomes.map((outcome) => ({ kind: 'attempt' as const, outcome })),
  );
}

/** What happens next, with a liking for one thing: else no run of anything would be long. */
function anyHappening(
  { step, state, isWaiting }: Row,
  dueInMs: number,
  policy: SubmissionPolicy,
  liked: Happening,
): Happening {
  const engagement = createdEngagement;
  const chance = Math.random();
  if (state.status === 'unresolved' && chance < 0.1) {
    const resolution = oneOf<Resolution>({ outcome: 'not-created' }, { outcome: 'created', engagement });
    const urgency = oneOf<Urgency>('interactive', 'deferred', 'bulk');
    return chance < 0.01 ? { kind: 'resolution', resolution } : { kind: 'submit', urgency };
  }
  if (state.attempts > 0 && chance > 0.995) {
    return { kind: 'accepted late', attemptOpen: oneOf(true, false) };
  }
  if (step === 'look_up') {
    const nothing = oneOf<LookUp>({ kind: 'absent' }, { kind: 'unclear', detail: 'x' });
    return { kind: 'look-up', lookUp: chance > 0.97 ? { kind: 'found', engagement } : nothing };
  }
  if (isWaiting && state.waitingForMs + dueInMs >= policy.giveUpMs && chance > 0.9) {
    return { kind: 'gate closed' };
  }
  return chance < 0.12 ? { kind: 'attempt', outcome: accepted } : oneOf(liked, liked, anyAttempt());
}

/** The row some time later, as the machine is given it: an attempt has begun, somebody may have joined. */
function atWork(before: Row, passedMs: number, { kind }: Happening): Row {
  const { state, refusedForMs, absentForMs, ...due } = before;
  const { status, attempts, urgency, openForMs, waitingForMs } = state;
  const hasJoined = status === 'submitting' && Math.random() < 0.2;
  return {
    ...due,
    state: {
      ...state,
      attempts: kind === 'attempt' || kind === 'lost' ? attempts + 1 : attempts,
      urgency: hasJoined ? 10 : urgency,
      openForMs: openForMs + passedMs,
      waitingForMs: due.isWaiting ? Math.max(1, waitingForMs + passedMs) : 0,
    },
    refusedForMs: later(refusedForMs, passedMs),
    absentForMs: later(absentForMs, passedMs),
  };
}

const later = (agoMs: number | undefined, passedMs: number) =>
  agoMs === undefined ? undefined : agoMs + passedMs;

function decide({ state, refusedForMs }: Row, happening: Happening, policy: SubmissionPolicy): Transition {
  const ended = { number: state.attempts, startedAt: new Date(0), durationMs: 1 };
  switch (happening.kind) {
    case 'attempt':
      return afterAttempt(state, ended, happening.outcome, policy);
    case 'lost':
      return afterLostAttempt(state, policy);
    case 'gate closed':
      return afterCredentialsOutage(state, policy);
    case 'look-up':
      return afterLookUp(state, happening.lookUp, refusedForMs, policy);
    case 'too old':
      return lookedUpFirst(state);
    case 'accepted late':
      return acceptedLate(state, state.attempts, createdEngagement, happening.attemptOpen);
    case 'submit':
      return takenUp(state, happening.urgency);
    case 'resolution':
      return resolved(state, happening.resolution, false);
  }
}

/** The row with a transition written to it; undefined once it is settled. */
function written({ state, refusedForMs, absentForMs }: Row, transition: Transition): Row | undefined {
  const { status, next, refusal, outcomeUnknown, unknownAttempts, setbacks, lostInARow } = transition;
  if (next === undefined || status === 'submitted' || status === 'rejected') {
    return undefined;
  }
  const { step, inMs, urgency } = next;
  const { isWaiting, absentNow } = transition;
  const waitingForMs = isWaiting ? state.waitingForMs : 0;
  const counters = { outcomeUnknown, unknownAttempts, setbacks, lostInARow };
  return {
    state: { ...state, ...counters, status, urgency, waitingForMs },
    isWaiting,
    absentForMs: absentNow ? 0 : absentForMs,
    refusedForMs: { now: 0, kept: refusedForMs, overtaken: undefined }[refusal],
    step,
    inMs,
  };
}

/** How an attempt has ended, if one has. A conflict is an answer on the first attempt only. */
function endOf(happening: Happening, { attempts }: SubmissionState): AttemptEnd | undefined {
  switch (happening.kind) {
    case 'lost':
      return 'lost';
    case 'attempt': {
      const { outcome } = happening;
      if (outcome.kind === 'conflict') {
        return attempts > 1 ? 'unknown' : 'refused';
      }
      return outcome.kind;
    }
    default:
      return undefined;
  }
}

/** Whether it got nothing but a throttle or missing credentials. */
export function isPutOff(happening: Happening): boolean {
  const { kind } = happening;
  const problem =
    kind === 'attempt' && happening.outcome.kind === 'notDone' ? happening.outcome.problem : undefined;
  return kind === 'gate closed' || problem === throttled.problem || problem === withoutCredentials.problem;
}

function remembered(past: Past, { end, happening, row, transition }: Omit<Recorded, 'past'>): Past {
  const isAbsent = happening.kind === 'look-up' && happening.lookUp.kind === 'absent';
  return {
    outcomeUnknown: past.outcomeUnknown || end === 'unknown' || end === 'lost',
    lostInARow: lostInARow(past, end, happening),
    refusedForMs: end === undefined ? past.refusedForMs : end === 'refused' ? 0 : undefined,
    absentForMs: isAbsent ? 0 : past.absentForMs,
    waitingForMs: waitingForMs(past, end, happening),
    delays: delaysOf(past, end, happening, row.state, transition),
  };
}

/** Waiting goes on while nothing is known to have reached AWS. */
function waitingForMs(past: Past, end: AttemptEnd | undefined, happening: Happening): number | undefined {
  if (isPutOff(happening)) {
    return past.waitingForMs ?? 0;
  }
  const isOver = end === 'unknown' || end === 'refused' || end === 'lost' || happening.kind === 'submit';
  return isOver ? undefined : past.waitingForMs;
}

function lostInARow(past: Past, end: AttemptEnd | undefined, { kind }: Happening): number {
  if (end === 'lost') {
    return past.lostInARow + 1;
  }
  if (kind === 'submit') {
    return Math.min(2, past.lostInARow);
  }
  return end === undefined && kind !== 'gate closed' ? past.lostInARow : 0;
}

function delaysOf(
  past: Past,
  end: AttemptEnd | undefined,
  happening: Happening,
  state: SubmissionState,
  { next, setbacks }: Transition,
): Past['delays'] {
  const goesOn = setbacks === state.setbacks || setbacks === state.setbacks + 1;
  const delays = goesOn && happening.kind !== 'submit' ? past.delays : {};
  // What AWS asks for, and what a refusal has to wait for to be believed, are no growing delays.
  const isAsked = happening.kind === 'attempt' && 'retryAfterMs' in happening.outcome;
  return next === undefined || isAsked || end === 'refused' || setbacks <= state.setbacks
    ? delays
    : { ...delays, [next.step]: next.inMs };
}

const tooOld: Happening = { kind: 'too old' };

/** Whether it is looked up instead of being sent, as the worker asks before each attempt. */
function isTooOld({ step, state, absentForMs }: Row, passedMs: number): boolean {
  const openForMs = state.openForMs + passedMs;
  return step === 'send' && isTooOldToSend({ ...state, openForMs }, later(absentForMs, passedMs));
}

/**
 * One submission, to which anything happens by chance, from its opening until it is settled, or for so many steps.
 * @param seed names it; it is up to the caller to make `Math.random` follow it
 */
export function submissionSequence(seed: number, maxSteps: number): Recorded[] {
  const policy = anyRules();
  const liked = anyAttempt();
  const recorded: Recorded[] = [];
  let past: Past = { outcomeUnknown: false, lostInARow: 0, delays: {} };
  let before: Row | undefined = {
    state: submission({ attempts: 0, openForMs: 0 }),
    isWaiting: false,
    step: 'send',
    inMs: 0,
  };
  while (before !== undefined && recorded.length < maxSteps) {
    const dueInMs = before.inMs + oneOf(0, 0, 1000, 60_000, 10 * HOUR_MS);
    const wished = anyHappening(before, dueInMs, policy, liked);
    const isDue = !['submit', 'resolution', 'accepted late'].includes(wished.kind);
    const passedMs = isDue ? dueInMs : Math.random() * before.inMs;
    const happening = isDue && isTooOld(before, passedMs) ? tooOld : wished;
    const row = atWork(before, passedMs, happening);
    past = {
      ...past,
      refusedForMs: later(past.refusedForMs, passedMs),
      absentForMs: later(past.absentForMs, passedMs),
      waitingForMs: later(past.waitingForMs, passedMs),
    };
    const transition = decide(row, happening, policy);
    const step = { seed, policy, row, happening, end: endOf(happening, row.state), transition };
    recorded.push({ ...step, past });
    past = remembered(past, step);
    before = written(row, transition);
  }
  return recorded;
}
