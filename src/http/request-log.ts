import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Params } from 'nestjs-pino';
import type { Settings } from '../config/settings.js';
import { loggableError } from '../errors/loggable-error.js';
import { loggablePathOf } from './private-path.js';

/** Long enough for any tracing system's ids, and nothing that could break a log line or a header. */
const sane = /^[A-Za-z0-9._:/+=@-]{1,128}$/;

/** The id that answers carry: the caller's `X-Request-Id` when it is a sane one, else a new UUID. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : randomUUID();
}

/** What log lines tell of the request that they belong to. */
interface LoggedRequest {
  /** Ours, and no other request's: callers may send one id twice, or that of somebody else. */
  readonly id: string;
  /** The caller's own, which its answer carries. */
  readonly callerRequestId?: string;
  readonly method: string;
  readonly path: string;
  /** The pattern of the path; missing where there is nothing at it. */
  readonly route?: string;
  /** Who has signed in; missing before that, and on routes that are open to all. */
  readonly caller?: string;
}

const current = new AsyncLocalStorage<FastifyRequest>();

/** Our ids of requests whose answers carry the caller's. */
const ownIds = new WeakMap<FastifyRequest, string>();

/** Why requests failed that this service could not serve, and why credentials were refused. */
const causes = new WeakMap<FastifyRequest, string>();

/** Has the request's line say why it could not be served, in a word as `causeOf` gives it, or was not let in. */
export function noteCause(request: FastifyRequest, cause: string): void {
  causes.set(request, cause);
}

/**
 * Lines tell which request they belong to. nestjs-pino's own middleware has that too, for a logger and a chain of
 * handlers for each request: an eighth of the processor time of a `GET /engagements/{id}` (measured with 5.2).
 */
export function loggerOptions({ logLevel }: Settings): Params {
  const tellRequest = () => {
    const request = current.getStore();
    return request === undefined ? {} : { req: loggedOf(request) };
  };
  const asItIs = (value: unknown) => value;
  return {
    forRoutes: [],
    pinoHttp: {
      level: logLevel,
      mixin: tellRequest,
      // Its own are for Node's requests and answers, and print of an error all that it has.
      wrapSerializers: false,
      serializers: { req: asItIs, res: asItIs, err: loggable },
    },
  };
}

/** Has the lines that are logged while a request is handled tell which one that is. */
export function tellRequestInLines(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    current.run(request, done);
  });
}

/**
 * One line when a request is over: who, what, and how it ended. Bodies, headers and queries are left out, since a search
 * may hold a company's name and a body holds people's data.
 */
export function logEnd(request: FastifyRequest, reply: FastifyReply, isAnswered: boolean): void {
  const line = {
    // What was not sent is no status.
    res: reply.raw.headersSent ? { statusCode: reply.statusCode } : {},
    ...(isAnswered ? {} : { callerGone: true }),
    cause: causes.get(request),
    responseTime: Math.round(reply.elapsedTime),
  };
  current.run(request, () => {
    logger.log(line, isAnswered ? 'request completed' : 'request ended by its caller');
  });
}

const logger = new Logger('Requests');

function loggedOf(request: FastifyRequest): LoggedRequest {
  const { id, headers, method, caller } = request;
  const { url: route } = request.route;
  return {
    ...(id === headers['x-request-id'] ? { id: ownIdOf(request), callerRequestId: id } : { id }),
    method,
    path: loggablePathOf(request),
    ...(route === undefined ? {} : { route }),
    ...(caller === undefined ? {} : { caller: caller.id }),
  };
}

function ownIdOf(request: FastifyRequest): string {
  const id = ownIds.get(request) ?? randomUUID();
  ownIds.set(request, id);
  return id;
}

/** Nest logs errors as they are, such as those of a provider that fails while it stops. */
function loggable(error: unknown): unknown {
  return Error.isError(error) ? loggableError(error) : error;
}
