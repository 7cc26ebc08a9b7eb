import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { DomainError } from '../errors/domain-error.js';

/** What a request says of where it comes from. */
export interface Provenance {
  readonly method: string;
  /** The `Origin` header (RFC 6454): browsers send it with whatever is not a GET or HEAD of their own site. */
  readonly origin: string | undefined;
  /** The `Sec-Fetch-Site` header (W3C, Fetch Metadata). */
  readonly site: string | undefined;
  /** The host that is asked, with its port. */
  readonly host: string;
  /** How it was asked, where a trusted proxy says it. */
  readonly protocol: string | undefined;
}

/** These change nothing here. */
const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a browser sends a request for a page of another site, to change something. */
export function isCrossSite(request: Provenance, allowedOrigins: ReadonlySet<string>): boolean {
  const { method, origin, site } = request;
  if (readingMethods.has(method)) {
    return false;
  }
  if (origin !== undefined && allowedOrigins.has(origin)) {
    return false;
  }
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  return !isOwnSite || (origin !== undefined && !isOwnOrigin(origin, request));
}

/** Behind a proxy that ends TLS the page is https and we are http: then hosts alone are compared. */
function isOwnOrigin(origin: string, { host, protocol }: Provenance): boolean {
  const page = URL.parse(origin);
  return (
    page?.origin === origin &&
    page.host === URL.parse(`${page.protocol}//${host}`)?.host &&
    (protocol === undefined || page.protocol === `${protocol}:`)
  );
}

/** @returns what refuses a request that a page of another site has a visitor's browser send, unless its origin is allowed */
export function originGuard({ http }: Settings): (request: FastifyRequest) => DomainError | undefined {
  const allowed = new Set(http.corsOrigins);
  return (request) =>
    isOfBrowser(request) && isCrossSite(provenanceOf(request), allowed)
      ? new DomainError('cross-site-request', 'A page of another site may change nothing here.')
      : undefined;
}

/** Other programs send neither. */
function isOfBrowser({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

function provenanceOf(request: FastifyRequest): Provenance {
  const { method, headers, host } = request;
  return {
    method,
    host,
    origin: headers.origin,
    site: headers['sec-fetch-site']?.toString(),
    // Fastify's protocol is the proxy's word where the proxy is trusted, else that of the connection, which is http.
    protocol: request.protocol === 'https' ? 'https' : undefined,
  };
}
