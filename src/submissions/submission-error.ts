import type { EngagementRecord } from '../engagements/engagement.record.js';
import { DomainError } from '../errors/domain-error.js';
import { errorCodes } from '../errors/error-codes.js';

const unresolved = 'The engagement may exist in AWS, so it stays locked as unresolved until that is known.';

/** The refusal that a submission ended in, as each caller who waited for it is told. */
export function submissionError({ id, status, submission }: EngagementRecord): DomainError {
  const problem = submission?.lastError;
  const code = errorCodes.find((known) => problem?.type === `/problems/${known}`);
  if (problem === undefined || code === undefined) {
    return new DomainError(
      'internal-error',
      `The submission ended as ${status} without an error of its own.`,
      {
        engagementId: id,
      },
    );
  }
  const { type, title, status: httpStatus, detail, errors, ...members } = problem;
  return new DomainError(code, status === 'unresolved' ? `${detail} ${unresolved}` : detail, {
    engagementId: id,
    members: { ...members, engagementStatus: status },
    ...(errors === undefined ? {} : { errors }),
  });
}
