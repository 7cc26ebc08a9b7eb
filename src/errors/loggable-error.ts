import { errorMessage } from './error-message.js';

/**
 * What of an error may stand in a log line: its name, code and stack frames. Prisma's messages are left out, since
 * they can quote the values of the query.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { message: errorMessage(error) };
  }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...('code' in error ? { code: error.code } : {}),
    ...(error.name.startsWith('Prisma') ? {} : { message: error.message }),
    stack: frames.join('\n'),
  };
}
