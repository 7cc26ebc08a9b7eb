import type { Engagement } from './types.js';

/** Whether an answer is an engagement, and not a batch, or some other program's JSON. */
export function isEngagement(answer: unknown): answer is Engagement {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'id' in answer &&
    typeof answer.id === 'string' &&
    'status' in answer &&
    typeof answer.status === 'string'
  );
}

/** Whether it is on its way to AWS, or nobody knows yet whether it is there. */
export function isOpen({ status }: Engagement): boolean {
  return status === 'submitting' || status === 'unresolved';
}
