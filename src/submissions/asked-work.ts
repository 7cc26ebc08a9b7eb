import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { hangUpSignal } from '../http/hang-up.js';
import { waitSeconds } from '../http/prefer.js';
import { readIdempotencyKey } from '../idempotency/idempotency-key.js';
import type { Look } from './show-engagement.js';
import type { AskedWork } from './submitted-work.js';

/** What a request to save or submit asks for by its headers. @throws DomainError `invalid-request` */
export function askedWork(request: FastifyRequest, reply: FastifyReply, caller: Caller): AskedWork {
  const waitMs = waitSeconds(request.headers.prefer?.toString()) * 1000;
  return {
    caller,
    waitMs,
    urgency: waitMs > 0 ? 'interactive' : 'deferred',
    key: readIdempotencyKey(request, caller),
    hangUp: () => hangUpSignal(reply),
    request,
  };
}

/** What a request to see an engagement asks for by its headers: who says nothing is not kept waiting. */
export function lookOf(request: FastifyRequest, reply: FastifyReply, caller: Caller): Look {
  return {
    caller,
    known: request.headers['if-none-match'],
    waitMs: waitSeconds(request.headers.prefer?.toString(), 0) * 1000,
    hangUp: () => hangUpSignal(reply),
  };
}
