import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings.js';
import type { AnswerHeaders } from './answer-headers.js';
import { type Connections, watchConnections } from './connections.js';
import { allowOrigins } from './cors.js';
import { originGuard } from './cross-site.js';
import { hostGuard } from './hosts.js';
import { overloadGuard } from './overload.js';
import { answerExpectations } from './expectations.js';
import { isProbe } from './probes.js';

/** What a request passes before anybody asks who sends it. The order counts. */
export function registerEdge(
  fastify: FastifyInstance,
  settings: Settings,
  { connections, answerHeaders }: { connections: Connections; answerHeaders: AnswerHeaders },
): void {
  watchConnections(fastify, connections);
  answerHeaders.register(fastify);
  const overload = overloadGuard(fastify, connections);
  const host = hostGuard(settings);
  const origin = originGuard(settings);
  answerExpectations(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    // Probes are answered whatever the load, and name an address, or nothing at all. Preflights are no cross-site request.
    done(isProbe(request) ? undefined : (overload(request, reply) ?? host(request) ?? origin(request)));
  });
  allowOrigins(fastify, settings);
}
