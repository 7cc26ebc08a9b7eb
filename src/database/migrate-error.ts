import { errorLine } from '../errors/error-message.js';
import { describeDatabase } from './database-url.js';

/**
 * Why a migration did not work, in one line for an operator: the database by name, never its password.
 * @param error what `migrate` threw.
 */
export function describeMigrationError(databaseUrl: string, error: unknown): string {
  return `Could not migrate ${describeDatabase(databaseUrl)}: ${errorLine(error)}`;
}
