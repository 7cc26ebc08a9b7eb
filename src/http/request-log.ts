import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Params } from 'nestjs-pino';
import type { Settings } from '../config/settings.js';

/** Long enough for any tracing system's ids, and nothing that could break a log line or a header. */
const sane = /^[A-Za-z0-9._:/+=@-]{1,128}$/;

/** The id of a request: the caller's `X-Request-Id` when it is a sane one, else a new UUID. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : randomUUID();
}

/** What log lines tell of the request that they belong to. */
interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
}

const current = new AsyncLocalStorage<LoggedRequest>();

/**
 * Lines tell which request they belong to. nestjs-pino's own middleware has that too, for a logger and a chain of
 * handlers for each request: an eighth of the processor time of a `GET /engagements/{id}` (measured with 5.2).
 */
export function loggerOptions({ logLevel }: Settings): Params {
  const tellRequest = () => {
    const req = current.getStore();
    return req === undefined ? {} : { req };
  };
  const asItIs = (value: unknown) => value;
  return {
    forRoutes: [],
    pinoHttp: {
      level: logLevel,
      mixin: tellRequest,
      // Its own are for Node's requests and answers.
      wrapSerializers: false,
      serializers: { req: asItIs, res: asItIs },
    },
  };
}

/**
 * One line a request: method, path and status. Bodies, headers and queries are left out, since a search may hold a
 * company's name and a body holds people's data.
 */
export function logRequests(fastify: FastifyInstance): void {
  const logger = new Logger('Requests');
  fastify.addHook('onRequest', (request, _reply, done) => {
    current.run(loggedOf(request), done);
  });
  fastify.addHook('onResponse', (request, { statusCode, elapsedTime }, done) => {
    const line = { req: loggedOf(request), res: { statusCode }, responseTime: Math.round(elapsedTime) };
    logger.log(line, 'request completed');
    done();
  });
}

function loggedOf({ id, method, url }: FastifyRequest): LoggedRequest {
  const query = url.indexOf('?');
  return { id, method, path: query < 0 ? url : url.slice(0, query) };
}
