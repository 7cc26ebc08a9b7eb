import type { DomainError } from '../errors/domain-error.js';

const REALM = 'Bearer realm="partner-engagements"';

/**
 * The `WWW-Authenticate` of a refusal (RFC 6750, section 3): what a client may do about it. A request that has tried
 * no credential gets no error code.
 */
export function challengeOf({ code, options }: DomainError): string | undefined {
  if (code === 'unauthenticated') {
    return options.credentialRefused !== undefined ? `${REALM}, error="invalid_token"` : REALM;
  }
  const scope = code === 'forbidden' ? options.members?.['requiredScope'] : undefined;
  return typeof scope === 'string' ? `${REALM}, error="insufficient_scope", scope="${scope}"` : undefined;
}
