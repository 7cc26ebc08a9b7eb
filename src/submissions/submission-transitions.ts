import { randomUUID } from 'node:crypto';
import type { EventDetails } from '../audit/engagement-history.js';
import type { StoredProblem } from '../errors/stored-problem.js';
import type {
  AttemptOutcome,
  AttemptProblem,
  CreatedEngagement,
  FailedOutcome,
} from '../partner-central/attempt-outcome.js';
import { credentialsProblem } from '../partner-central/classify-error.js';
import type { FrozenRequest } from '../partner-central/create-engagement.request.js';
import { growingDelayMs } from './growing-delay.js';
import type { SubmissionPolicy } from './submission-policy.js';
import {
  type EndedAttempt,
  type LookUp,
  type Resolution,
  type Step,
  type SubmissionState,
  type Transition,
  urgencies,
  type Urgency,
} from './submission-state.js';

/**
 * The state machine of a submission: what each attempt, each look-up and an operator's word make of it. Nothing here
 * touches the database, and nothing else decides on a status.
 *
 * An engagement is `draft` until a submission of it opens, and `submitting` from then on. It ends as
 * - `submitted`: AWS accepted it, or was found to have it;
 * - `rejected`: AWS certainly does not have it. A new submission with a new ClientToken may follow;
 * - `unresolved`, which is no end: nobody knows. The same request goes on being looked up and sent, at growing
 *   distances, until it becomes one of the others.
 *
 * What a refusal is worth depends on the attempts before it. While none of them had an unknown outcome, it is a no.
 * After one that had, the engagement may exist whatever AWS says later, and AWS may even be at work on it still: then
 * a refusal counts only once a look-up well after it finds nothing. *Not found* by itself never settles anything.
 */

/** An attempt that takes down its process so often is sent no more until an operator asks for it. */
const MAX_LOST_IN_A_ROW = 3;

/** The longest delay between two attempts that somebody may wait for. */
const MAX_RETRY_DELAY_MS = 300_000;

/** The longest distance between two tries to settle what is unresolved; also the most that a `Retry-After` is heeded. */
const MAX_DISTANCE_MS = 3_600_000;

/**
 * How long AWS is trusted to remember a token, which it documents nowhere. What it may have created is sent after that
 * only if AWS has just shown nothing of it: it might be created a second time.
 */
const TOKEN_TRUSTED_MS = 24 * 3_600_000;
const ABSENT_TRUSTED_MS = 600_000;

/** What an engagement becomes by being submitted. The submission's row is due at once. */
export function opened(
  { clientToken, sha256 }: Pick<FrozenRequest, 'clientToken' | 'sha256'>,
  urgency: Urgency,
): Pick<Transition, 'status' | 'events'> {
  return {
    status: 'submitting',
    events: [{ type: 'submit-requested', details: { clientToken, sha256, urgency } }],
  };
}

/** What follows an attempt that AWS has answered or not. */
export function afterAttempt(
  state: SubmissionState,
  attempt: EndedAttempt,
  outcome: AttemptOutcome,
  policy: SubmissionPolicy,
): Transition {
  const timing = {
    attempt: attempt.number,
    startedAt: attempt.startedAt.toISOString(),
    durationMs: attempt.durationMs,
  };
  if (outcome.kind === 'accepted') {
    const { engagement, awsRequestId } = outcome;
    return submitted(state, engagement, {
      type: 'attempt-ended',
      details: { ...timing, outcome: 'accepted', awsRequestId },
    });
  }
  const kind = meaningOf(outcome, state);
  const followed = { ...followAttempt(state, kind, outcome, policy), lastError: outcome.problem };
  const { awsRequestId } = outcome.problem;
  const details = {
    ...timing,
    outcome: kind,
    awsRequestId,
    error: outcome.problem,
    ...retryDetail(followed),
  };
  return withEvents(state, followed, { type: 'attempt-ended', details });
}

/** What follows an attempt whose process did not live to record its outcome. It counts as unknown. */
export function afterLostAttempt(state: SubmissionState, policy: SubmissionPolicy): Transition {
  const lost = { ...state, lostInARow: state.lostInARow + 1 };
  const followed = { ...followUnknown(lost, policy), refusal: 'overtaken' as const, lastError: lostProblem };
  return withEvents(state, followed, {
    type: 'attempt-lost',
    details: { attempt: state.attempts, ...retryDetail(followed) },
  });
}

/** How an attempt ends that is not sent, since AWS accepts no credentials of ours. */
export const withoutCredentials: FailedOutcome = { kind: 'notDone', problem: credentialsProblem };

/** What follows for one that is not even begun, since AWS accepts no credentials of ours. */
export function afterCredentialsOutage(state: SubmissionState, policy: SubmissionPolicy): Transition {
  const followed = followNotDone(state, withoutCredentials, policy);
  return withEvents(state, { ...followed, lastError: credentialsProblem });
}

/**
 * Whether a submission has to be looked up before it is sent: AWS may have created it, and may have forgotten its token.
 * @param absentForMs how long ago AWS showed nothing of it, if it ever was asked
 */
export function isTooOldToSend(
  { outcomeUnknown, openForMs }: Pick<SubmissionState, 'outcomeUnknown' | 'openForMs'>,
  absentForMs: number | undefined,
): boolean {
  const isAbsent = absentForMs !== undefined && absentForMs < ABSENT_TRUSTED_MS;
  return outcomeUnknown && openForMs >= TOKEN_TRUSTED_MS && !isAbsent;
}

/** What follows when it is too old to be sent. */
export function lookedUpFirst(state: SubmissionState): Transition {
  return { ...unchanged(state), next: { step: 'look_up', inMs: 0, urgency: state.urgency } };
}

/** What AWS's acceptance makes of a submission whose attempt was taken for lost, or overtaken by another one. */
export function acceptedLate(
  state: SubmissionState,
  attempt: number,
  engagement: CreatedEngagement,
  attemptOpen: boolean,
): Transition {
  const { arn } = engagement;
  const transition = submitted(state, engagement, {
    type: 'reconciliation',
    details: { decision: 'accepted, as an attempt came to tell late', attempt, arn },
  });
  return withOvertaken(state, attemptOpen, transition);
}

/** What follows an attempt that could not even begin, for a reason that waiting for Postgres does not mend. */
export function afterFailedBeginning(state: SubmissionState, policy: SubmissionPolicy): Transition {
  return setBack(state, 'send', retryInMs(state, 0, policy));
}

/** What follows a look-up. `refusedForMs`: how long before it AWS had refused the last attempt, if it had. */
export function afterLookUp(
  state: SubmissionState,
  lookUp: LookUp,
  refusedForMs: number | undefined,
  policy: SubmissionPolicy,
): Transition {
  const event = (decision: string, details: EventDetails = {}) => ({
    type: 'reconciliation' as const,
    details: { decision, ...details },
  });
  if (lookUp.kind === 'found') {
    return submitted(state, lookUp.engagement, event('found in AWS', { arn: lookUp.engagement.arn }));
  }
  if (lookUp.kind === 'absent' && refusedForMs !== undefined && refusedForMs >= believedAfterMs(policy)) {
    return withEvents(state, rejected(state), event('refused, and not in AWS'));
  }
  const reason = lookUp.kind === 'absent' ? {} : { reason: lookUp.detail };
  if (maySend(state, lookUp)) {
    const next = { step: 'send' as const, inMs: 0, urgency: state.urgency };
    const sent = { ...unchanged(state), absentNow: lookUp.kind === 'absent', next };
    return withEvents(state, sent, event(`${lookUp.kind}; sent again`, reason));
  }
  const left = {
    ...setBack(state, 'look_up', distanceMs(state, policy)),
    status: 'unresolved' as const,
    absentNow: lookUp.kind === 'absent',
  };
  return withEvents(state, left, event(`${lookUp.kind}; left open`, { ...reason, ...retryDetail(left) }));
}

/**
 * What an operator's submit makes of an unresolved one: it is looked up at once, then sent again. One that has taken
 * its process down again and again is sent once.
 */
export function takenUp(state: SubmissionState, urgency: Urgency): Transition {
  const lostInARow = Math.min(state.lostInARow, MAX_LOST_IN_A_ROW - 1);
  return {
    ...unchanged({ ...state, unknownAttempts: 0, setbacks: 0, lostInARow, waitingForMs: 0 }),
    status: 'submitting',
    next: { step: 'look_up', inMs: 0, urgency: Math.max(state.urgency, urgencies[urgency]) },
    events: [{ type: 'submit-requested', details: { again: true, urgency } }],
  };
}

/**
 * What an operator's word makes of an unresolved one.
 * @param attemptOpen whether an attempt is under way: its outcome comes too late to be told
 */
export function resolved(state: SubmissionState, resolution: Resolution, attemptOpen: boolean): Transition {
  switch (resolution.outcome) {
    case 'created': {
      const { engagement } = resolution;
      const details = { outcome: 'created', arn: engagement.arn };
      const transition = submitted(state, engagement, { type: 'resolution', details });
      return withOvertaken(state, attemptOpen, transition);
    }
    case 'not-created':
      return withEvents(
        state,
        { ...rejected(state), lastError: notCreatedProblem },
        { type: 'resolution', details: { outcome: 'not-created' } },
      );
  }
}

/** What an outcome says of this submission, and what the history calls it. */
type Meaning = Exclude<FailedOutcome['kind'], 'conflict'>;

/**
 * A conflict after the first attempt is no answer: AWS may be at work on the earlier one, or may have done it. Even if
 * that was only throttled, nobody but AWS knows what it holds against the token.
 */
function meaningOf({ kind }: FailedOutcome, { attempts }: SubmissionState): Meaning {
  if (kind === 'conflict') {
    return attempts === 1 ? 'refused' : 'unknown';
  }
  return kind;
}

function followAttempt(
  state: SubmissionState,
  meaning: Meaning,
  outcome: FailedOutcome,
  policy: SubmissionPolicy,
): Transition {
  const alive = { ...state, lostInARow: 0 };
  switch (meaning) {
    case 'refused':
      return state.outcomeUnknown ? followDoubtfulNo(alive, policy) : rejected(alive);
    case 'notDone': {
      // A request that was not sent does not show that this process survives sending it.
      const followed = followNotDone(isWaitedOut(outcome.problem) ? alive : state, outcome, policy);
      return { ...followed, refusal: 'overtaken' };
    }
    case 'unknown':
      return { ...followUnknown(alive, policy, outcome.retryAfterMs), refusal: 'overtaken' };
  }
}

function followDoubtfulNo(before: SubmissionState, policy: SubmissionPolicy): Transition {
  // The distances begin anew when it becomes unresolved.
  const setbacks = before.status === 'submitting' ? 0 : before.setbacks;
  const state = { ...before, setbacks, waitingForMs: 0 };
  const inMs = Math.max(believedAfterMs(policy), distanceMs(state, policy));
  return { ...setBack(state, 'look_up', inMs), status: 'unresolved', refusal: 'now' };
}

function followNotDone(state: SubmissionState, outcome: FailedOutcome, policy: SubmissionPolicy): Transition {
  const { retryAfterMs = 0, problem } = outcome;
  if (!isWaitedOut(problem)) {
    return setBack(state, 'send', retryInMs(state, retryAfterMs, policy));
  }
  // What is unresolved is not given up, so nothing is counted for it.
  const isWaiting = state.status === 'submitting';
  if (isWaiting && state.waitingForMs >= policy.giveUpMs) {
    return state.outcomeUnknown ? unresolved(state, policy) : rejected(state);
  }
  if (problem.code === 'partner-central-credentials') {
    // No growing delay: the fleet's probes are the pace.
    return { ...setBack(state, 'send', policy.probeMs), setbacks: state.setbacks, isWaiting };
  }
  return { ...setBack(state, 'send', retryInMs(state, retryAfterMs, policy)), isWaiting };
}

/** Whether a problem is one that passes by itself, or by an operator, and that nothing was done for. */
export function isWaitedOut({ code }: StoredProblem): boolean {
  return code === 'partner-central-throttled' || code === 'partner-central-credentials';
}

function followUnknown(before: SubmissionState, policy: SubmissionPolicy, retryAfterMs = 0): Transition {
  const unknownAttempts = before.unknownAttempts + 1;
  const state = { ...before, outcomeUnknown: true, unknownAttempts, waitingForMs: 0 };
  if (state.status === 'unresolved') {
    return setBack(state, 'look_up', distanceMs(state, policy));
  }
  return state.unknownAttempts >= policy.maxUnknownAttempts || state.lostInARow >= MAX_LOST_IN_A_ROW
    ? unresolved(state, policy)
    : setBack(state, 'send', retryInMs(state, retryAfterMs, policy));
}

/** How long a refusal has to stand before a look-up that finds nothing makes it a no. */
function believedAfterMs({ reconciliationDelayMs, callLimitMs }: SubmissionPolicy): number {
  return reconciliationDelayMs + callLimitMs;
}

function maySend(state: SubmissionState, { kind }: LookUp): boolean {
  return state.lostInARow < MAX_LOST_IN_A_ROW && (kind === 'absent' || state.openForMs < TOKEN_TRUSTED_MS);
}

function retryInMs(
  { setbacks }: SubmissionState,
  retryAfterMs: number,
  { retryBaseMs }: SubmissionPolicy,
): number {
  const asked = Math.min(MAX_DISTANCE_MS, retryAfterMs);
  return Math.max(growingDelayMs(retryBaseMs, setbacks, MAX_RETRY_DELAY_MS), asked);
}

function distanceMs({ setbacks }: SubmissionState, { reconciliationDelayMs }: SubmissionPolicy): number {
  return growingDelayMs(reconciliationDelayMs, setbacks, MAX_DISTANCE_MS);
}

function unchanged(state: SubmissionState): Transition {
  return {
    status: state.status,
    outcomeUnknown: state.outcomeUnknown,
    unknownAttempts: state.unknownAttempts,
    setbacks: state.setbacks,
    lostInARow: state.lostInARow,
    refusal: 'kept',
    isWaiting: state.waitingForMs > 0,
    absentNow: false,
    events: [],
  };
}

/** The next step after one that got it no further. Whoever waited for the first attempt may have gone by then. */
function setBack(state: SubmissionState, step: Step, inMs: number): Transition {
  const urgency = Math.min(state.urgency, urgencies.deferred);
  return { ...unchanged(state), setbacks: state.setbacks + 1, next: { step, inMs, urgency } };
}

function unresolved(state: SubmissionState, { reconciliationDelayMs }: SubmissionPolicy): Transition {
  const next = { step: 'look_up' as const, inMs: reconciliationDelayMs, urgency: urgencies.bulk };
  return { ...unchanged({ ...state, waitingForMs: 0 }), status: 'unresolved', setbacks: 1, next };
}

function rejected(state: SubmissionState): Transition {
  return { ...unchanged({ ...state, waitingForMs: 0 }), status: 'rejected', nextClientToken: randomUUID() };
}

function submitted(
  state: SubmissionState,
  created: CreatedEngagement,
  event: Transition['events'][number],
): Transition {
  return withEvents(state, { ...unchanged(state), status: 'submitted', created, lastError: null }, event);
}

function retryDetail({ next }: Transition): EventDetails {
  return next === undefined ? {} : { retryInMs: next.inMs };
}

/** What is settled while an attempt is under way leaves its outcome untold. */
function withOvertaken(
  { attempts }: SubmissionState,
  attemptOpen: boolean,
  transition: Transition,
): Transition {
  const overtaken = { type: 'attempt-lost' as const, details: { attempt: attempts } };
  return attemptOpen ? { ...transition, events: [overtaken, ...transition.events] } : transition;
}

/** With what led to it, and with the news of a status that has changed. */
function withEvents(
  { status: before }: SubmissionState,
  transition: Transition,
  ...events: Transition['events'][number][]
): Transition {
  const { status, created } = transition;
  const arn = created === undefined ? {} : { arn: created.arn };
  return {
    ...transition,
    events: status === before ? events : [...events, { type: 'settled', details: { status, ...arn } }],
  };
}

const lostProblem: AttemptProblem = {
  code: 'partner-central-timeout',
  detail:
    'The process that sent it ended before it had recorded an answer. It is not known whether the engagement was created.',
};

const notCreatedProblem: StoredProblem = {
  code: 'resolved-as-not-created',
  detail: 'An operator has settled that Partner Central did not create it. It can be submitted again.',
};
