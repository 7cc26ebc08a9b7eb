import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Settings } from '../config/settings.js';

/** Long enough for any tracing system's ids, and nothing that could break a log line or a header. */
const sane = /^[A-Za-z0-9._:/+=@-]{1,128}$/;

/** The id of a request: the caller's `X-Request-Id` when it is a sane one, else a new UUID. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : randomUUID();
}

/**
 * One line a request: method, path and status. Bodies, headers and queries are left out, since a search may hold a
 * company's name and a body holds people's data.
 */
export function loggerOptions({ logLevel }: Settings): Params {
  return {
    // Without it, nestjs-pino writes no request lines on Fastify (measured with 5.2).
    forRoutes: ['*path'],
    pinoHttp: {
      level: logLevel,
      genReqId: (request: IncomingMessage) => request.id,
      serializers: {
        req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
          id,
          method,
          path: url.split('?', 1)[0],
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    },
  };
}
