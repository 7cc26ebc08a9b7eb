import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import type { Connections } from './connections.js';

/** The mean delay of the event loop's timers over the last two seconds, in milliseconds. */
const MAX_DELAY_MS = 500;
const DELAY_LOOK_MS = 2000;

/** @returns what refuses a request that is too much for this process, before any work is done for it */
export function overloadGuard(
  fastify: FastifyInstance,
  connections: Connections,
): (request: FastifyRequest, reply: FastifyReply) => DomainError | undefined {
  void fastify.register(underPressure, {
    maxEventLoopDelay: MAX_DELAY_MS,
    sampleInterval: DELAY_LOOK_MS,
    // It measures; its own hook would come after signing in.
    pressureHandler: () => undefined,
  });
  return (request, reply) => {
    if (connections.isCrowded) {
      void reply.header('connection', 'close');
      return new DomainError('overloaded', 'There are too many connections.');
    }
    return connections.isTooMuch(request) || fastify.isUnderPressure()
      ? new DomainError('overloaded', 'This process can’t take on more right now.')
      : undefined;
  };
}
