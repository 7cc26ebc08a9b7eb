import type { FastifyInstance } from 'fastify';
import { anonymous } from './caller.js';

/** Has every request know its caller. */
export function registerSignIn(fastify: FastifyInstance): void {
  fastify.decorateRequest('caller');
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.caller = anonymous;
    done();
  });
}
