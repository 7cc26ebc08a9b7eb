import type { FastifyReply } from 'fastify';

/**
 * Tells when a request is over. Not by Fastify's `onResponse`, which is not called where the caller has gone before the
 * answer was out.
 * @param tell is told whether all of the answer was handed on
 */
export function whenOver({ raw }: FastifyReply, tell: (isAnswered: boolean) => void): void {
  // It comes once. `once` would wrap what is called, and take it away again.
  raw.on('close', () => {
    tell(raw.writableFinished);
  });
}
