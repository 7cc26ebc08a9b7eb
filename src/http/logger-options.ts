import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Settings } from '../config/settings.js';

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
