import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from './auth/authenticator.js';
import { registerSignIn } from './auth/sign-in.js';
import { SETTINGS, type Settings, type TrustedProxies } from './config/settings.js';
import { AnswerHeaders } from './edge/answer-headers.js';
import { clientErrorHandler } from './edge/client-errors.js';
import { connectionOptions, Connections } from './edge/connections.js';
import { registerEdge } from './edge/edge.js';
import { requestLimit } from './edge/request-limit.js';
import { registerBodyParser } from './http/body-parser.js';
import { notePrivatePaths } from './http/private-path.js';
import { ProblemFilter } from './http/problem.filter.js';
import { logEnd, requestIdOf, tellRequestInLines } from './http/request-log.js';
import { decorateWithRoute, noteRoute } from './http/request-route.js';
import { whenOver } from './http/when-over.js';
import { RequestMetrics } from './metrics/request-metrics.js';
import { openApiDocument } from './openapi/openapi-document.js';
import { codeSamplesCss, showCodeSamples } from './openapi/swagger-ui-samples.js';
import { traceRequests } from './tracing/request-spans.js';

const TITLE = 'Partner Engagements';

const problems = new ProblemFilter();

/** The HTTP server: what every request has, body parsing, and what is refused before any route is reached. */
export function createAdapter(
  settings: Settings,
  furtherDocuments: readonly FurtherDocument[] = [],
): FastifyAdapter {
  const connections = new Connections(problems);
  const answerHeaders = new AnswerHeaders(
    settings,
    furtherDocuments.map(({ url }) => new URL(url).origin),
  );
  /** What every request has and every answer carries, whatever refuses it; false: there is nobody to be answered. */
  const receive = (request: FastifyRequest, reply: FastifyReply): boolean => {
    if (connections.cutsFlood(request, reply)) {
      return false;
    }
    noteRoute(request);
    void reply.header('x-request-id', request.id);
    answerHeaders.set(request, reply);
    const end = connections.begin(request, reply);
    const { requestMetrics } = fastify;
    requestMetrics?.begin();
    whenOver(reply, (isAnswered) => {
      end();
      requestMetrics?.end(request, reply, isAnswered);
      logEnd(request, reply, isAnswered);
    });
    return true;
  };
  const adapter = new FastifyAdapter({
    ...connectionOptions,
    genReqId: requestIdOf,
    trustProxy: trustOf(settings.http.trustedProxies),
    clientErrorHandler: clientErrorHandler(connections),
    // While it stops, requests are answered as ever. Fastify's own 503 is no problem and has no Retry-After.
    return503OnClosing: false,
    // An external reference of 255 characters, percent-encoded, has 3,060. Node's limit of all headers is the limit.
    routerOptions: { maxParamLength: 16 * 1024 },
    // A malformed address reaches neither hooks nor filters.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      if (receive(request, reply)) {
        problems.send(error, request, reply);
      }
    },
  });
  const fastify = adapter.getInstance();
  decorateWithRoute(fastify);
  notePrivatePaths(fastify);
  // In this order: what comes first is there for all that follows, and whatever refuses a request ends the row.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (receive(request, reply)) {
      done();
    }
  });
  traceRequests(fastify);
  tellRequestInLines(fastify);
  registerEdge(fastify, settings, { connections, answerHeaders });
  registerSignIn(fastify, requestLimit(fastify, settings));
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
  const fastify = app.getHttpAdapter().getInstance();
  const authenticator = app.get(Authenticator);
  const requestMetrics = app.get(RequestMetrics, { strict: false });
  fastify.decorate('authenticator', authenticator);
  fastify.decorate('requestMetrics', requestMetrics);
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: TITLE,
    // Where nobody signs in, "Authorize" would do nothing.
    customCss:
      auth.methods.length > 0
        ? codeSamplesCss
        : `${codeSamplesCss}.scheme-container .auth-wrapper, .authorization__btn { display: none; }`,
    explorer: furtherDocuments.length > 0,
    swaggerOptions: {
      displayRequestDuration: true,
      tryItOutEnabled: true,
      // Their list is long, and each operation shows those that it has.
      defaultModelsExpandDepth: 0,
      plugins: [showCodeSamples],
      ...documentChoice(furtherDocuments),
    },
  });
  fastify.get('/', (_request, reply) => reply.redirect('/docs'));
}

function documentChoice(furtherDocuments: readonly FurtherDocument[]) {
  if (furtherDocuments.length === 0) {
    return {};
  }
  // Else Swagger UI shows the document that the page has built in, and then loads it, which undoes what was typed.
  return { spec: {}, urls: [{ name: TITLE, url: '/openapi.json' }, ...furtherDocuments] };
}
