import { Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { DomainError } from '../../errors/domain-error.js';
import { errorMessage } from '../../errors/error-message.js';
import { Refreshed } from '../refreshed.js';
import { fetchDocument } from './issuer-documents.js';

/**
 * Keys are looked up anew every five minutes, and the old ones used as long as the issuer is away. For a key that is
 * not known the issuer is asked at once, five times in a row and then every ten seconds: made-up key ids must not have
 * us flood it.
 */
const plan = { freshMs: 300_000, usableMs: Infinity, failureMs: 2000, newer: { burst: 5, everyMs: 10_000 } };

/** The public keys that an issuer signs its tokens with, by OpenID Connect Discovery. */
export class IssuerKeys {
  private readonly logger = new Logger(IssuerKeys.name);
  private readonly keys = new Refreshed(() => this.load(), plan);
  private keysUrl: string | undefined;

  constructor(private readonly issuer: string) {}

  /**
   * The key that a token says it is signed with.
   * @throws DomainError `identity-provider-unavailable` where the keys can't be had
   * @throws jose's errors where there is no such key
   */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const known = await this.keys.current();
    try {
      return await known(header, token);
    } catch (error) {
      const newer = error instanceof errors.JWKSNoMatchingKey ? await this.keys.newer() : undefined;
      if (newer === undefined) {
        throw error;
      }
      return newer(header, token);
    }
  };

  private async load() {
    try {
      // Where they are does not change as a rule. If it has, the failure has us look again.
      this.keysUrl ??= await this.discover();
      const keys = createLocalJWKSet(asKeySet(await fetchDocument(this.keysUrl)));
      this.logger.debug(`The keys of ${this.issuer} were loaded`);
      return keys;
    } catch (cause) {
      this.keysUrl = undefined;
      this.logger.warn(`The keys of the tokens' issuer can't be had: ${reasonOf(cause)}`);
      throw new DomainError(
        'identity-provider-unavailable',
        'The keys of the tokens’ issuer can’t be had right now.',
        {
          cause,
        },
      );
    }
  }

  private async discover(): Promise<string> {
    // OpenID Connect Discovery, section 4.1: without the slash that the issuer may end with.
    const document = await fetchDocument(
      `${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    );
    const { issuer, jwks_uri: keysUrl } = membersOf(document);
    if (issuer !== this.issuer) {
      throw new Error(
        `OIDC_ISSUER is ${this.issuer}, and the issuer calls itself ${JSON.stringify(issuer ?? null).slice(0, 300)}`,
      );
    }
    if (typeof keysUrl !== 'string' || !URL.canParse(keysUrl) || !this.isAsSafe(new URL(keysUrl))) {
      throw new Error('the issuer names no jwks_uri that can be used');
    }
    return keysUrl;
  }

  /** Keys that come without TLS could be anybody's, except on the loopback address of an issuer there. */
  private isAsSafe({ protocol, hostname }: URL): boolean {
    const issuer = new URL(this.issuer);
    return protocol === 'https:' || (issuer.protocol === 'http:' && hostname === issuer.hostname);
  }
}

function membersOf(document: unknown): { readonly issuer?: unknown; readonly jwks_uri?: unknown } {
  return typeof document === 'object' && document !== null ? document : {};
}

/** What its keys are is for jose to judge. */
function asKeySet(document: unknown): JSONWebKeySet {
  const keys: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'keys') : undefined;
  if (!isList(keys)) {
    throw new Error('the issuer’s jwks_uri has no set of keys');
  }
  return { keys };
}

function isList(value: unknown): value is JSONWebKeySet['keys'] {
  return Array.isArray(value);
}

/** `fetch` says "fetch failed", and its cause why. */
function reasonOf(error: unknown): string {
  const cause = Error.isError(error) ? error.cause : undefined;
  return cause === undefined ? errorMessage(error) : `${errorMessage(error)}: ${errorMessage(cause)}`;
}
