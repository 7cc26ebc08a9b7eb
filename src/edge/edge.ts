import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings.js';
import type { AnswerHeaders } from './answer-headers.js';
import { type Connections, watchConnections } from './connections.js';
import { allowOrigins } from './cors.js';
import { guardOrigins } from './cross-site.js';
import { guardHosts } from './hosts.js';
import { refuseOverload } from './overload.js';

/** What a request passes before anybody asks who sends it. The order counts. */
export function registerEdge(
  fastify: FastifyInstance,
  settings: Settings,
  { connections, answerHeaders }: { connections: Connections; answerHeaders: AnswerHeaders },
): void {
  watchConnections(fastify, connections);
  answerHeaders.register(fastify);
  refuseOverload(fastify, connections);
  guardHosts(fastify, settings);
  allowOrigins(fastify, settings);
  guardOrigins(fastify, settings);
}
