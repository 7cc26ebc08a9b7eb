import type { EngagementStatus } from '../database/generated/enums.js';

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
