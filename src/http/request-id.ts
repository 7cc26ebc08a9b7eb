import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Long enough for any tracing system's ids, and nothing that could break a log line or a header. */
const sane = /^[A-Za-z0-9._:/+=@-]{1,128}$/;

/** The id of a request: the caller's `X-Request-Id` when it is a sane one, else a new UUID. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : randomUUID();
}
