import type { FastifyReply } from 'fastify';

/** An answer that can be kept and given again. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Sends an answer. Nest sends the body that the handler returns. */
export function sendAnswer(reply: FastifyReply, { status, headers, body }: Answer): unknown {
  void reply.status(status).headers(headers);
  return body;
}
