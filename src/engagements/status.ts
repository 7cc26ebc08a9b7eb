import type { EngagementStatus } from '../database/generated/enums.js';
import type { Retry } from '../errors/retry.js';

/** Whether an engagement may be edited or deleted: not while a request of it is open, nor once AWS has it. */
export function isEditable(status: EngagementStatus): boolean {
  switch (status) {
    case 'draft':
    case 'rejected':
      return true;
    case 'submitting':
    case 'unresolved':
    case 'submitted':
      return false;
  }
}

/** Whether a submission of an engagement is under way, or nobody knows how it ended: it changes by itself yet. */
export function isOpen(status: EngagementStatus): boolean {
  return status === 'submitting' || status === 'unresolved';
}

/** What is to be told of a refusal that rests on an engagement's status: while that changes by itself it is waited for. */
export function whileOpen(status: EngagementStatus): { readonly retry?: Retry } {
  return isOpen(status) ? { retry: 'poll' } : {};
}
