import { errorMessage } from '../errors/error-message.js';

/**
 * Why a migration did not work, in one line for an operator: the database by name, never its password.
 * @param error what `migrate` threw.
 */
export function describeMigrationError(databaseUrl: string, error: unknown): string {
  const { host, pathname } = new URL(databaseUrl);
  return `Could not migrate database ${pathname.slice(1)} at ${host}: ${reason(error)}`;
}

function reason(error: unknown): string {
  // Where a name has several addresses and none answers, Node throws one error for all of them, without a message.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const message = errorMessage(first).trim();
  return message.split('\n', 1)[0] ?? message;
}
