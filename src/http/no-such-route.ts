import { DomainError } from '../errors/domain-error.js';

/** The refusal of a path that there is not. */
export function nothingHere(): DomainError {
  return new DomainError('not-found', 'There is nothing at this address.');
}

/**
 * The refusal of a method that a path lacks.
 * @param allow those that it has
 */
export function methodNotAllowed(allow: readonly string[]): DomainError {
  return new DomainError('method-not-allowed', `This address takes ${allow.join(', ')} only.`, { allow });
}
