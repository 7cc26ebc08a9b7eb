import type { FastifyInstance } from 'fastify';
import { DomainError } from '../errors/domain-error.js';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT_BYTES = 256 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads bodies as JSON in UTF-8 (RFC 8259), and as JSON Merge Patch (RFC 7396) for PATCH. Keys such as `__proto__`
 * come through as the plain keys they are in JSON, to be refused by name like any unknown field.
 */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (request, body, done) => {
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

function parse(body: string | Buffer): unknown {
  const text = typeof body === 'string' ? body : utf8.decode(body);
  // A content type with an empty body, as some clients send for a POST without one.
  return text.trim() === '' ? undefined : JSON.parse(text);
}
