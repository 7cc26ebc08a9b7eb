import type { FastifyReply } from 'fastify';

/**
 * What is aborted when the connection is gone that an answer was to go over. Fastify's own `request.signal` is aborted
 * as soon as a body has been read, too (seen with 5.12): Node's requests close then.
 */
export function hangUpSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const hangUp = () => {
    gone.abort();
  };
  if (reply.raw.destroyed || reply.raw.closed) {
    hangUp();
  } else {
    reply.raw.once('close', hangUp);
  }
  return gone.signal;
}
