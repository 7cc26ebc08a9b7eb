import { types } from 'node:util';

/** The text of anything that was thrown, for a log line or an operator. */
export function errorMessage(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}
