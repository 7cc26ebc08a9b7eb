import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/**
 * What is aborted when the connection is gone that an answer was to go over. Fastify's own `request.signal` is aborted
 * as soon as a body has been read, too (seen with 5.12): Node's requests close then.
 */
export function hangUpSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  whenGone(reply.raw, () => {
    gone.abort();
  });
  return gone.signal;
}

/**
 * Does something when an answer is sent or can't be any more: at once where that has happened already, as while its
 * caller was being signed in. No `close` comes then.
 */
export function whenGone(answer: ServerResponse, then: () => void): void {
  if (answer.destroyed || answer.closed) {
    then();
  } else {
    answer.once('close', then);
  }
}
