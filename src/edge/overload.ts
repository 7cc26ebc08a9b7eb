import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import type { Connections } from './connections.js';
import { isProbe } from './probes.js';

/** The mean delay of the event loop's timers over the last two seconds, in milliseconds. */
const MAX_DELAY_MS = 500;
const DELAY_LOOK_MS = 2000;

/** Refuses what is too much for this process, before any work is done for it. Probes are answered all the same. */
export function refuseOverload(fastify: FastifyInstance, connections: Connections): void {
  void fastify.register(underPressure, {
    maxEventLoopDelay: MAX_DELAY_MS,
    sampleInterval: DELAY_LOOK_MS,
    // It measures; its own hook would come after signing in.
    pressureHandler: () => undefined,
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isProbe(request)) {
      done();
    } else if (connections.isCrowded) {
      void reply.header('connection', 'close');
      done(new DomainError('overloaded', 'There are too many connections.'));
    } else if (connections.isTooMuch(request) || fastify.isUnderPressure()) {
      done(new DomainError('overloaded', 'This process can’t take on more right now.'));
    } else {
      done();
    }
  });
}
