import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from './auth/authenticator.js';
import { registerSignIn } from './auth/sign-in.js';
import { SETTINGS, type Settings, type TrustedProxies } from './config/settings.js';
import { clientErrorHandler } from './edge/client-errors.js';
import { connectionOptions, Connections } from './edge/connections.js';
import { registerEdge } from './edge/edge.js';
import { limitRequests } from './edge/request-limit.js';
import { registerBodyParser } from './http/body-parser.js';
import { ProblemFilter } from './http/problem.filter.js';
import { logEnd, logRequests, requestIdOf } from './http/request-log.js';
import { traceRequests } from './tracing/request-spans.js';
import { measureRequests, RequestMetrics } from './metrics/request-metrics.js';
import { openApiDocument } from './openapi/openapi-document.js';

const TITLE = 'Partner Engagements';

const problems = new ProblemFilter();

/** The HTTP server: request ids, body parsing and what it refuses before any route is reached. */
export function createAdapter(
  settings: Settings,
  furtherDocuments: readonly FurtherDocument[] = [],
): FastifyAdapter {
  const connections = new Connections(problems);
  const adapter = new FastifyAdapter({
    ...connectionOptions,
    genReqId: requestIdOf,
    trustProxy: trustOf(settings.http.trustedProxies),
    clientErrorHandler: clientErrorHandler(connections),
    // While it stops, requests are answered as ever. Fastify's own 503 is no problem and has no Retry-After.
    return503OnClosing: false,
    // A malformed address never reaches the filters.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      logEnd(request, reply);
      connections.begin(request, reply);
      void reply.headers({ 'x-request-id': request.id, 'cache-control': 'private, no-store' });
      problems.send(error, request, reply);
    },
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  traceRequests(fastify);
  measureRequests(fastify);
  logRequests(fastify);
  registerEdge(fastify, settings, {
    connections,
    documentOrigins: furtherDocuments.map(({ url }) => new URL(url).origin),
  });
  registerSignIn(fastify);
  limitRequests(fastify, settings);
  registerBodyParser(fastify);
  return adapter;
}

/** Whose `X-Forwarded-…` headers Fastify believes. */
function trustOf(proxies: TrustedProxies | undefined) {
  return typeof proxies === 'number'
    ? (_address: string, hop: number) => hop < proxies
    : [...(proxies ?? [])];
}

/** An OpenAPI document of another program. */
export interface FurtherDocument {
  readonly name: string;
  readonly url: string;
}

/**
 * What main, the tests and the OpenAPI writer all need: error answers, the API's document, Swagger UI.
 * @param furtherDocuments what Swagger UI offers to choose besides; the browser fetches them from where they are.
 */
export function configureApp(
  app: NestFastifyApplication,
  furtherDocuments: readonly FurtherDocument[] = [],
): void {
  app.useGlobalFilters(problems);
  const { auth } = app.get<Settings>(SETTINGS);
  const authenticator = app.get(Authenticator);
  app.getHttpAdapter().getInstance().decorate('authenticator', authenticator);
  const requestMetrics = app.get(RequestMetrics, { strict: false });
  app.getHttpAdapter().getInstance().decorate('requestMetrics', requestMetrics);
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: TITLE,
    // Where nobody signs in, "Authorize" would do nothing.
    customCss:
      auth.methods.length > 0
        ? undefined
        : '.scheme-container .auth-wrapper, .authorization__btn { display: none; }',
    explorer: furtherDocuments.length > 0,
    swaggerOptions: {
      displayRequestDuration: true,
      tryItOutEnabled: true,
      // Their list is long, and each operation shows those that it has.
      defaultModelsExpandDepth: 0,
      ...documentChoice(furtherDocuments),
    },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .get('/', (_request, reply) => reply.redirect('/docs'));
}

function documentChoice(furtherDocuments: readonly FurtherDocument[]) {
  if (furtherDocuments.length === 0) {
    return {};
  }
  // Else Swagger UI shows the document that the page has built in, and then loads it, which undoes what was typed.
  return { spec: {}, urls: [{ name: TITLE, url: '/openapi.json' }, ...furtherDocuments] };
}
