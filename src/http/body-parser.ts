import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { whenBegun } from './body-bytes.js';
import { readJson, requireNothing } from './body-json.js';
import { contentTypeRefused } from './content-type-refusal.js';
import { mediaTypeOf } from './media-type.js';
import { JSON_BODY, JSON_PATCH, MERGE_PATCH, takenBodyOf } from './taken-body.js';

/** The largest body that is read, in bytes. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** What is read as JSON before a handler has it; of any other type that its route takes it has the stream. */
const jsonTypes: readonly string[] = [JSON_BODY, MERGE_PATCH, JSON_PATCH];

/**
 * Reads bodies as JSON in UTF-8 (RFC 8259). Keys such as `__proto__` come through as the plain keys they are in JSON, to
 * be refused by name like any unknown field. An empty body is none, whatever type it has and however it comes.
 */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  // Before any of it is read: a limit of size would else come before what is wrong with the type.
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (!isChunkedAtMost(request)) {
      // Where such a body ends, another server before us may see differently.
      void reply.header('connection', 'close');
      done(transferRefused());
      return;
    }
    if (isBodyless(request)) {
      leaveOutType(request);
      done(null, payload);
      return;
    }
    const refusal = refusalOf(request);
    if (refusal === undefined) {
      done(null, payload);
    } else {
      refuseUnlessEmpty(request, refusal, done);
    }
  });
  fastify.addContentTypeParser(
    [...jsonTypes],
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (request, body: Buffer, done) => {
      const value = readJson(body);
      if (takesNothing(request)) {
        requireNothing(value);
      }
      done(null, value);
    },
  );
  fastify.addContentTypeParser('*', (request, payload, done) => {
    const isTaken = request.route.url !== undefined && request.headers['content-type'] !== undefined;
    done(null, isTaken ? payload : undefined);
  });
}

/** By its headers alone. */
function isBodyless({ headers }: FastifyRequest): boolean {
  const { 'transfer-encoding': transfer, 'content-length': length } = headers;
  return transfer === undefined && (length === undefined || length === '0');
}

function isChunkedAtMost({ headers }: FastifyRequest): boolean {
  const { 'transfer-encoding': coding = 'chunked' } = headers;
  return coding.trim().toLowerCase() === 'chunked';
}

function transferRefused(): DomainError {
  return new DomainError(
    'unsupported-media-type',
    'The body has another `Transfer-Encoding` than chunked: send it as it is.',
  );
}

/** Fastify goes by the header, and refuses one that it does not know. */
function leaveOutType({ headers }: FastifyRequest): void {
  delete headers['content-type'];
}

/** What keeps a body from being read, unless it is empty. Where there is nothing, nothing is looked at. */
function refusalOf(request: FastifyRequest): DomainError | undefined {
  const { method, route } = request;
  if (route.url === undefined || method === 'GET' || method === 'HEAD') {
    return undefined;
  }
  return codingRefused(request) ?? (isTypeTaken(request) ? undefined : contentTypeRefused(request));
}

function codingRefused({ headers }: FastifyRequest): DomainError | undefined {
  const { 'content-encoding': coding = 'identity' } = headers;
  return coding.trim().toLowerCase() === 'identity'
    ? undefined
    : new DomainError(
        'unsupported-media-type',
        'The body is compressed, as its `Content-Encoding` says: send it as it is, without that header.',
      );
}

function isTypeTaken(request: FastifyRequest): boolean {
  const { types, aliases = [] } = takenBodyOf(request);
  const type = mediaTypeOf(request.headers) ?? '';
  // `{}` says nothing, too: some clients know no empty body.
  return types.includes(type) || aliases.includes(type) || (types.length === 0 && type === JSON_BODY);
}

function takesNothing(request: FastifyRequest): boolean {
  return request.route.url !== undefined && takenBodyOf(request).types.length === 0;
}

function refuseUnlessEmpty(
  request: FastifyRequest,
  refusal: DomainError,
  done: (error: Error | null, payload?: IncomingMessage) => void,
): void {
  whenBegun(request.raw, (isEmpty) => {
    if (isEmpty) {
      leaveOutType(request);
      done(null, request.raw);
    } else {
      // What still comes is thrown away: who is sending would not see the answer of a connection that is closed.
      request.raw.resume();
      done(refusal);
    }
  });
}
