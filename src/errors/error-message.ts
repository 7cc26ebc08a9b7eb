/** The text of anything that was thrown, for a log line or an operator. */
export function errorMessage(error: unknown): string {
  if (Error.isError(error)) {
    // Where a name has several addresses and none answers, Node throws one error for all of them, without a message.
    const first: unknown =
      error instanceof AggregateError && error.message === '' ? error.errors[0] : undefined;
    return first === undefined ? error.message : errorMessage(first);
  }
  return typeof error === 'object' && error !== null ? textOfObject(error) : String(error);
}

/** Its first line: what follows as a rule is detail. */
export function errorLine(error: unknown): string {
  const [line = ''] = errorMessage(error).trim().split('\n', 1);
  return line;
}

/** Prisma's adapters throw plain objects now and then: their own word for what it is stands in `kind`. */
function textOfObject(thrown: object): string {
  const text = ['message', 'kind', 'code']
    .map((name): unknown => Reflect.get(thrown, name))
    .find((value) => typeof value === 'string' && value !== '');
  return typeof text === 'string' ? text : 'an object that is no error';
}
