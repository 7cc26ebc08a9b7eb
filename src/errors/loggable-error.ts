import { errorMessage } from './error-message.js';
import { sqlRefusalOf } from './sql-refusal.js';

/**
 * What of an error may stand in a log line: its name, code and stack frames, and its message unless that may quote what a
 * caller has sent; of PostgreSQL's refusal, however wrapped, the SQLSTATE and what it was about.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { ...(sqlRefusalOf(error) ?? { message: errorMessage(error) }) };
  }
  return {
    name: error.name,
    ...('code' in error ? { code: error.code } : {}),
    // What pg throws says so itself.
    ...('severity' in error ? {} : sqlRefusalOf(error)),
    ...(mayQuote(error) ? objectsOf(error) : { message: error.message }),
    stack: framesOf(error),
  };
}

/**
 * SQLSTATEs of PostgreSQL whose messages name tables, roles, settings and the like, and never a value: connection,
 * transaction and role, privileges and syntax, resources, locks, shutdown. Others quote what was to be written: `invalid
 * input syntax for type date: "…"`. Source: PostgreSQL's "Error Codes".
 */
const namesObjectsOnly = /^(?:08|25|28|3D|3F|40|42|53|55|57|58)/;

function mayQuote(error: Error): boolean {
  // Prisma's quote the values of the query, and V8's the text that is no JSON.
  if (error.name.startsWith('Prisma') || error instanceof SyntaxError) {
    return true;
  }
  // What pg throws; the driver's own codes are Node's.
  return 'severity' in error && !namesObjectsOnly.test('code' in error ? String(error.code) : '');
}

/** What PostgreSQL names beside its message; its `detail` quotes rows. */
function objectsOf(error: Error): Record<string, unknown> {
  return Object.fromEntries(
    ['table', 'column', 'constraint'].flatMap((name): [string, unknown][] => {
      const value: unknown = Reflect.get(error, name);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** The frames of a stack without the message that it begins with, which may have lines that look like some. */
function framesOf({ stack = '', message }: Error): string {
  const begins = message === '' ? -1 : stack.indexOf(message);
  const after = begins < 0 ? stack : stack.slice(begins + message.length);
  return after
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
