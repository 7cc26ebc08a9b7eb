import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../src/config/settings.js';
import { openApiDocument } from '../../src/openapi/openapi-document.js';
import { DocumentedAnswers } from './documented-answers.js';

/** A list can have as many as it has items. */
const MOST_TOLD = 5;

/** Making one takes up to 0.1 s, and most tests' APIs have the same document. */
const byDocument = new Map<string, DocumentedAnswers>();

/**
 * Has whatever the API answers compared with its document.
 * @param tell is given what the document does not say
 */
export function checkAnswers(app: NestFastifyApplication, tell: (fault: string) => void): void {
  const documented = documentedBy(app);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      const faults = documented.faultsOf(answerOf(request, reply, payload)).slice(0, MOST_TOLD);
      if (faults.length > 0) {
        const { method, url } = request;
        tell(`${method} ${url} ${reply.statusCode} is not as documented:\n${faults.join('\n')}\n`);
      }
      done(null, payload);
    });
}

function documentedBy(app: NestFastifyApplication): DocumentedAnswers {
  const { partnerCentral, auth, metricsPort } = app.get<Settings>(SETTINGS);
  // What a document depends on: rules, and where `/metrics` is.
  const key = JSON.stringify([partnerCentral.rules, auth.methods, metricsPort !== undefined]);
  const known = byDocument.get(key) ?? new DocumentedAnswers(openApiDocument(app));
  byDocument.set(key, known);
  return known;
}

function answerOf({ method, routeOptions }: FastifyRequest, reply: FastifyReply, payload: unknown) {
  return {
    method,
    path: routeOptions.url?.replaceAll(/:(\w+)/g, '{$1}'),
    status: reply.statusCode,
    headers: reply.getHeaders(),
    // What is sent as a stream is still to come.
    body: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : undefined,
  };
}
