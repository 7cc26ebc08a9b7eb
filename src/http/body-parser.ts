import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';

/** The largest body that is read, in bytes. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** The route that takes NDJSON and CSV. */
const ROWS_ROUTE = '/engagements/import';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * Reads bodies as JSON in UTF-8 (RFC 8259), and as JSON Merge Patch (RFC 7396) for PATCH. Keys such as `__proto__`
 * come through as the plain keys they are in JSON, to be refused by name like any unknown field.
 */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  registerRowParser(fastify);
  fastify.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (request, body, done) => {
      if (isEncoded(request)) {
        done(encodingRefused());
        return;
      }
      if (request.method !== 'PATCH' && request.headers['content-type']?.includes('merge-patch') === true) {
        done(new DomainError('unsupported-media-type', 'application/merge-patch+json is for PATCH only.'));
        return;
      }
      try {
        done(null, parse(body));
      } catch {
        // The parser's own words quote the body.
        done(new DomainError('malformed-json', 'The body could not be parsed as JSON in UTF-8.'));
      }
    },
  );
}

/** Whether a body comes compressed: it could unfold to any size. */
function isEncoded({ headers }: FastifyRequest): boolean {
  const { 'content-encoding': coding = 'identity', 'transfer-encoding': transfer = 'chunked' } = headers;
  return coding.trim().toLowerCase() !== 'identity' || transfer.trim().toLowerCase() !== 'chunked';
}

function encodingRefused(): DomainError {
  return new DomainError(
    'unsupported-media-type',
    'Send the body as it is: neither `Content-Encoding` nor a `Transfer-Encoding` but chunked is taken.',
  );
}

/** Rows are handed on as they come in, to the one route that reads them so. */
function registerRowParser(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(['application/x-ndjson', 'text/csv'], (request, rows, done) => {
    if (isEncoded(request)) {
      done(encodingRefused());
    } else if (request.route.url === ROWS_ROUTE) {
      done(null, rows);
    } else {
      done(new DomainError('unsupported-media-type', `${ROWS_ROUTE} alone takes NDJSON and CSV.`));
    }
  });
}

function parse(body: string | Buffer): unknown {
  const text = typeof body === 'string' ? body : decode(body);
  // A content type with an empty body, as some clients send for a POST without one.
  return text.trim() === '' ? undefined : JSON.parse(text);
}

/** In half the time that a TextDecoder takes. @throws TypeError for what is no UTF-8 */
function decode(body: Buffer): string {
  if (!isUtf8(body)) {
    throw new TypeError('Not UTF-8');
  }
  const text = body.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
