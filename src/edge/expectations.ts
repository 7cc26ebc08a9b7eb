import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpException, HttpStatus } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** What Node sees to by itself (RFC 9110, section 10.1.1). */
const known = /^\s*100-continue\s*$/i;

/**
 * Refuses a request that expects what nobody here can do. Node would answer with an empty 417, and Fastify never know of
 * it: no problem, no `X-Request-Id`, no line in the log.
 */
export function answerExpectations(fastify: FastifyInstance): void {
  const { server } = fastify;
  server.on('checkExpectation', (request: IncomingMessage, answer: ServerResponse) => {
    server.emit('request', request, answer);
  });
  fastify.addHook('onRequest', ({ headers: { expect } }, _reply, done) => {
    const isKnown = expect === undefined || known.test(expect);
    done(isKnown ? undefined : new HttpException('Expectation Failed', HttpStatus.EXPECTATION_FAILED));
  });
}
