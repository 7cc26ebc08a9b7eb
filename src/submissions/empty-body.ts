import { DomainError } from '../errors/domain-error.js';

/**
 * Holds back what a caller sends along with a call that takes nothing: it would be dropped in silence.
 * @throws DomainError `invalid-request`
 */
export function requireEmptyBody(body: unknown): void {
  const empty =
    body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);
  if (!empty) {
    throw new DomainError('invalid-request', 'Submit takes no body; change the engagement with PATCH.', {
      errors: [{ pointer: '', code: 'INVALID_VALUE', message: 'Must be empty.' }],
    });
  }
}
