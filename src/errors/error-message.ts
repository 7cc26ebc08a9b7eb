/** The text of anything that was thrown, for a log line or an operator. */
export function errorMessage(error: unknown): string {
  return Error.isError(error) ? error.message : String(error);
}
