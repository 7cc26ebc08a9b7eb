import type { FastifyReply } from 'fastify';

/**
 * Tells when a request is over. Not by Fastify's `onResponse`, which is not called where the caller has gone before the
 * answer was out.
 * @param tell is told whether all of the answer was handed on
 */
export function whenOver({ raw }: FastifyReply, tell: (isAnswered: boolean) => void): void {
  raw.once('close', () => {
    tell(raw.writableFinished);
  });
}
