import { DomainError } from '../errors/domain-error.js';
import type { Finding } from '../errors/finding.js';

/** What is said of an external reference that another engagement of the caller has. */
export const takenExternalRef: Finding = {
  pointer: '/externalRef',
  code: 'DUPLICATE_KEY_VALUE',
  message: 'Is taken by another engagement of yours.',
};

/**
 * The refusal of an engagement whose external reference is taken.
 * @param engagementId the one that has it; missing, where it is gone since
 */
export function duplicateExternalRef(engagementId: string | undefined): DomainError {
  return new DomainError(
    'duplicate-external-ref',
    'You have an engagement with this externalRef in this catalog.',
    {
      errors: [takenExternalRef],
      ...(engagementId === undefined ? {} : { engagementId }),
    },
  );
}
