import type { FastifyReply } from 'fastify';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** An answer that can be kept and given again, to the byte. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends an answer. Nest sends the body that the handler returns. */
export function sendAnswer(reply: FastifyReply, { status, headers, body }: Answer): string {
  void reply.status(status).headers(headers);
  return body;
}
