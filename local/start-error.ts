/** Why the local stack can't start, in words for whoever started it; it needs no stack trace. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
