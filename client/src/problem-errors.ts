import {
  Conflict,
  Declined,
  engagementIdOf,
  Invalid,
  NotEditable,
  NotFound,
  NotReady,
  type ProblemError,
  Refused,
  Unauthorized,
  Unavailable,
} from './problem-error.js';
import type { Problem, Retry } from './types.js';

/** Each problem of the API; `Unavailable` is what says nothing of the request itself. */
const errorClasses: Readonly<Record<Problem['type'], typeof Declined | 'Unavailable'>> = {
  '/problems/invalid-request': Invalid,
  '/problems/malformed-json': Invalid,
  '/problems/payload-too-large': Invalid,
  '/problems/headers-too-large': Invalid,
  '/problems/unsupported-media-type': Invalid,
  '/problems/method-not-allowed': Invalid,
  '/problems/request-refused': Invalid,
  '/problems/idempotency-key-reused': Invalid,
  '/problems/resolution-refused': Invalid,
  '/problems/engagement-not-ready': NotReady,
  '/problems/partner-central-validation': Refused,
  '/problems/partner-central-conflict': Refused,
  '/problems/partner-central-access-denied': Refused,
  '/problems/partner-central-not-found': Refused,
  '/problems/partner-central-quota-exceeded': Refused,
  '/problems/partner-central-credentials': Refused,
  '/problems/resolved-as-not-created': Refused,
  '/problems/engagement-not-editable': NotEditable,
  '/problems/already-submitted': NotEditable,
  '/problems/personal-data-erased': NotEditable,
  '/problems/duplicate-external-ref': Conflict,
  '/problems/version-mismatch': Conflict,
  '/problems/patch-test-failed': Conflict,
  '/problems/engagement-not-unresolved': Conflict,
  '/problems/engagement-not-submitted': Conflict,
  '/problems/not-found': NotFound,
  '/problems/engagement-not-found': NotFound,
  '/problems/batch-not-found': NotFound,
  '/problems/unauthenticated': Unauthorized,
  '/problems/forbidden': Unauthorized,
  '/problems/catalog-not-allowed': Unauthorized,
  '/problems/host-not-allowed': Unauthorized,
  '/problems/cross-site-request': Unauthorized,
  '/problems/request-timeout': 'Unavailable',
  '/problems/too-many-requests': 'Unavailable',
  '/problems/overloaded': 'Unavailable',
  '/problems/identity-provider-unavailable': 'Unavailable',
  '/problems/idempotency-key-in-use': 'Unavailable',
  '/problems/partner-central-throttled': 'Unavailable',
  '/problems/partner-central-unavailable': 'Unavailable',
  '/problems/partner-central-timeout': 'Unavailable',
  '/problems/database-unavailable': 'Unavailable',
  '/problems/stopping': 'Unavailable',
  '/problems/internal-error': 'Unavailable',
};

/** Whether the same request, sent again, may well be answered otherwise. */
export function passes(retry: Retry): boolean {
  switch (retry) {
    case 'same':
    case 'poll':
      return true;
    case 'fix':
    case 'operator':
    case 'no':
      return false;
  }
}

/** The error that a problem is, for what `.api` answers: `const { data, error } = …; if (error) throw problemError(error)`. */
export function problemError(problem: Problem, engagementId = engagementIdOf(problem)): ProblemError {
  // A server may be newer than this client.
  const known = Object.hasOwn(errorClasses, problem.type) ? errorClasses[problem.type] : undefined;
  if (passes(problem.retry) || known === 'Unavailable') {
    const { type, detail, retry } = problem;
    return new Unavailable(`${type}: ${detail}`, { problem, retry, engagementId });
  }
  return new (known ?? Declined)(problem, engagementId);
}
