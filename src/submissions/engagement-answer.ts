import { engagementText } from '../engagements/dto/engagement.response.js';
import type { ShownEngagement, ShownSubmission } from '../engagements/engagement.record.js';
import { DomainError } from '../errors/domain-error.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { type Answer, JSON_TYPE } from '../http/answer.js';
import { etagOf } from '../http/etag.js';
import { problemAnswer, type ProblemRequest } from '../http/problem-answer.js';

/** An engagement that somebody has saved or submitted, and how it is to be answered. */
interface AnsweredEngagement {
  readonly engagement: ShownEngagement;
  /** The status where it has come to a good end. */
  readonly done: 200 | 201;
  /** Seconds until its next step, where it is open. */
  readonly nextStepInSeconds: number;
  readonly request: ProblemRequest;
}

/**
 * The answer to saving or submitting an engagement, from where it stands. While its submission is open that is a 202,
 * a 502 or a 504, so that a client knows to come back.
 */
export function engagementAnswer(answered: AnsweredEngagement): Answer {
  const { engagement, done, request } = answered;
  const headers = addressOf(engagement);
  const retryAfter = { 'retry-after': String(Math.max(1, Math.ceil(answered.nextStepInSeconds))) };
  switch (engagement.status) {
    case 'draft':
    case 'submitted':
      return savedAnswer(engagement, done);
    case 'submitting':
      return {
        status: 202,
        headers: { ...jsonHeaders, ...headers, ...retryAfter },
        body: engagementText(engagement),
      };
    case 'rejected': {
      const answer = problemAnswer(refusalOf(engagement), request);
      return { ...answer, headers: { ...answer.headers, ...headers } };
    }
    case 'unresolved': {
      const answer = problemAnswer(doubtOf(engagement), request);
      return { ...answer, headers: { ...answer.headers, ...headers } };
    }
  }
}

/** The answer to who asked for an engagement to be saved, and no more: it is there, however it stands. */
export function savedAnswer(engagement: ShownEngagement, status: 200 | 201): Answer {
  return {
    status,
    headers: { ...jsonHeaders, ...addressOf(engagement) },
    body: engagementText(engagement),
  };
}

function addressOf({ id, version }: ShownEngagement) {
  return { location: `/engagements/${id}`, etag: etagOf(version) };
}

const jsonHeaders = { 'content-type': JSON_TYPE };

/** The refusal that a submission ended in. */
function refusalOf({ id, status, submission }: ShownEngagement): DomainError {
  const { code, detail, errors, ...members } = submission?.lastError ?? noErrorKept;
  return new DomainError(code, detail, {
    engagementId: id,
    members: { ...members, engagementStatus: status },
    ...(errors === undefined ? {} : { errors }),
  });
}

/**
 * That nobody knows whether AWS has the engagement. Never as a refusal, even if AWS has refused the last attempt: what
 * an earlier one did may prove it wrong.
 */
function doubtOf({ id, status, submission }: ShownEngagement): DomainError {
  const { code, detail } = submission?.lastError ?? noErrorKept;
  const doubt: ErrorCode = code === 'partner-central-timeout' ? code : 'partner-central-unavailable';
  return new DomainError(doubt, `${sentence(detail)} ${whyItIsLocked}`, {
    engagementId: id,
    members: { engagementStatus: status },
  });
}

/** AWS's words may end without a full stop. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const whyItIsLocked =
  'An attempt may have created the engagement in AWS, so it stays locked as unresolved until that is known.';

const noErrorKept: NonNullable<ShownSubmission['lastError']> = {
  code: 'internal-error',
  detail: 'The submission ended without an error of its own.',
};
