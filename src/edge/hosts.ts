import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { isLoopbackHost } from '../config/validators.js';
import { DomainError } from '../errors/domain-error.js';
import { countHeader } from '../http/raw-headers.js';

/** A name or an address, with or without a port and the full stop of a fully qualified name (RFC 9110, section 7.2). */
const hostPattern = /^(?:([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?|(\[[0-9a-f:.]+\]))(?::\d{0,5})?$/i;

/** The host that a `Host` header names, in lower case and without its port; undefined where it is none. */
export function hostOf(header: string): string | undefined {
  const [, name, address] = hostPattern.exec(header) ?? [];
  if (address !== undefined) {
    // An IPv6 address can be written in many ways, of which this gives one.
    return URL.parse(`http://${address}`)?.hostname;
  }
  return name?.toLowerCase();
}

/** @returns whether requests may name a host */
export function hostRule({ host, http }: Pick<Settings, 'host' | 'http'>): (name: string) => boolean {
  const listened = hostOf(host.includes(':') ? `[${host}]` : host);
  const allowed = new Set([...http.allowedHosts, ...(listened === undefined ? [] : [listened])]);
  for (const wildcard of ['0.0.0.0', '[::]']) {
    allowed.delete(wildcard);
  }
  return (name) => allowed.has(name) || isLoopbackHost(name);
}

/**
 * Lets in only requests for a host of ours. Else a web page whose name its owner leads to our address for a moment
 * (DNS rebinding) could read everything that its visitor can reach, as if it were ours.
 * @returns what refuses a request for any other
 */
export function hostGuard(settings: Settings): (request: FastifyRequest) => DomainError | undefined {
  const isOurs = hostRule(settings);
  return (request) => {
    // Fastify's is that of X-Forwarded-Host where whoever sends us this is trusted (TRUST_PROXY).
    const host = hostOf(request.host);
    // Node tells the first of several alone, and another server before us may have gone by the last.
    if (host === undefined || countHeader(request.raw, 'host') !== 1) {
      return new DomainError('invalid-request', 'A request has one Host header, with the name of a host.');
    }
    return isOurs(host)
      ? undefined
      : new DomainError('host-not-allowed', `This service is not ${host}, as far as it knows.`);
  };
}
