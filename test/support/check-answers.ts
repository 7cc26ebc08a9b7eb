import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { openApiDocument } from '../../src/openapi/openapi-document.js';
import { DocumentedAnswers } from './documented-answers.js';

/** A list can have as many as it has items. */
const MOST_TOLD = 5;

/** Making one takes 0.1 s, and most tests' APIs have the same document. */
const byDocument = new Map<string, DocumentedAnswers>();

/**
 * Has whatever the API answers compared with its document.
 * @param tell is given what the document does not say
 */
export function checkAnswers(app: NestFastifyApplication, tell: (fault: string) => void): void {
  let documented: DocumentedAnswers | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      documented ??= documentedBy(app);
      const faults = documented.faultsOf(answerOf(request, reply, payload));
      if (faults.length > 0) {
        tell(
          `${request.method} ${request.url} ${reply.statusCode} is not as documented:\n${faults.slice(0, MOST_TOLD).join('\n')}\n`,
        );
      }
      done(null, payload);
    });
}

function documentedBy(app: NestFastifyApplication): DocumentedAnswers {
  const document = openApiDocument(app);
  const key = JSON.stringify(document);
  const known = byDocument.get(key) ?? new DocumentedAnswers(document);
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
