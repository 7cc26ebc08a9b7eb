import { Inject, Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { LastingTrouble } from '../../trouble/lasting-trouble.js';
import { isCallerName } from '../caller-names.js';
import type { Caller } from '../caller.js';
import { malformed, type Refusal, refusal } from '../refusal.js';
import { heldScopes } from '../scopes.js';
import { IssuerKeys } from './issuer-keys.js';

/** No issuer's tokens are so long, and a longer one costs more to check. */
const LONGEST_TOKEN = 8192;

/** How far the issuer's clock may be from ours. */
const CLOCK_SKEW_SECONDS = 30;

/** Signatures that nobody can make who knows only what the issuer publishes (RFC 8725, sections 2.1 and 3.1). */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/**
 * Access tokens (RFC 9068), and those of issuers that call theirs plainly JWT, or nothing: other kinds, such as logout
 * tokens, name themselves.
 */
const types: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** Knows callers by the tokens of an OpenID Connect issuer. */
@Injectable()
export class Tokens {
  private readonly keys: IssuerKeys | undefined;
  private readonly oidc: Settings['auth']['oidc'];

  constructor(trouble: LastingTrouble, @Inject(SETTINGS) { auth }: Settings) {
    this.oidc = auth.oidc;
    this.keys = auth.oidc.issuer === undefined ? undefined : new IssuerKeys(auth.oidc.issuer, trouble);
  }

  /**
   * Whom a token names, with the scopes that it gives, or why it is not good.
   * @throws DomainError `identity-provider-unavailable` where that can't be found out
   */
  async callerOf(token: string): Promise<Caller | Refusal> {
    const { callerClaim, scopeClaim } = this.oidc;
    const claims = token.length > LONGEST_TOKEN ? REFUSED : await this.verify(token);
    if (typeof claims === 'string') {
      return refusal(claims);
    }
    const name = claims[callerClaim];
    return isCallerName(name)
      ? { id: name, scopes: heldScopes(namesIn(claims[scopeClaim])) }
      : refusal(`token-claim ${callerClaim}`);
  }

  /** @returns why, where it is not good */
  private async verify(token: string): Promise<JWTPayload | string> {
    const { issuer, audience } = this.oidc;
    if (this.keys === undefined || issuer === undefined || audience === undefined) {
      return REFUSED;
    }
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys.keyOf, {
        issuer,
        audience,
        algorithms,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ['exp'],
      });
      const { typ } = protectedHeader;
      return typ === undefined || types.has(typ.toLowerCase()) ? payload : REFUSED;
    } catch (error) {
      // The latter two are what becomes of keys of the issuer's that can't be used.
      if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) {
        return reasonOf(error);
      }
      throw error;
    }
  }
}

/** Its kind, its length, its algorithm: what no issuer's access token should be. */
const REFUSED = 'token-refused';

/** The claims are those that we ask for: nothing of what the token says is in it. */
function reasonOf(error: Error): string {
  switch (true) {
    case error instanceof errors.JWTExpired:
      return 'token-expired';
    case error instanceof errors.JWTClaimValidationFailed:
      return `token-claim ${error.claim}`;
    case error instanceof errors.JWSSignatureVerificationFailed:
    case error instanceof errors.JWKSNoMatchingKey:
      return 'token-signature';
    case error instanceof errors.JWSInvalid:
    case error instanceof errors.JWTInvalid:
      return malformed.refused;
    default:
      return REFUSED;
  }
}

/** The scopes of a claim: a text with blanks between (RFC 8693, section 4.2), or a list. */
function namesIn(claim: unknown): string[] {
  if (typeof claim === 'string') {
    return claim.split(' ');
  }
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}
