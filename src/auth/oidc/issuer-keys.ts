import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { DomainError } from '../../errors/domain-error.js';
import { causeOf } from '../../errors/failure-cause.js';
import type { LastingTrouble } from '../../trouble/lasting-trouble.js';
import { Refreshed } from '../refreshed.js';
import { discoverKeysUrl, fetchDocument, IssuerFault } from './issuer-documents.js';

/** What reports trouble here. */
const SOURCE = 'issuer';

/**
 * Keys are looked up anew every five minutes, and the old ones used as long as the issuer is away. For a key that is
 * not known the issuer is asked at once, five times in a row and then every ten seconds: made-up key ids must not have
 * us flood it.
 */
const plan = { freshMs: 300_000, usableMs: Infinity, failureMs: 2000, newer: { burst: 5, everyMs: 10_000 } };

/** The public keys that an issuer signs its tokens with, by OpenID Connect Discovery. */
export class IssuerKeys {
  private readonly keys = new Refreshed(() => this.load(), plan);
  private keysUrl: string | undefined;

  constructor(
    private readonly issuer: string,
    private readonly trouble: LastingTrouble,
  ) {}

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
      this.keysUrl ??= await discoverKeysUrl(this.issuer);
      const keys = createLocalJWKSet(asKeySet(await fetchDocument(this.keysUrl)));
      this.trouble.over(SOURCE, 'identity-provider');
      return keys;
    } catch (cause) {
      this.keysUrl = undefined;
      this.trouble.report('identity-provider', SOURCE, reasonOf(cause));
      throw new DomainError(
        'identity-provider-unavailable',
        'The keys of the tokens’ issuer can’t be had right now.',
        { cause },
      );
    }
  }
}

/** What its keys are is for jose to judge. */
function asKeySet(document: unknown): JSONWebKeySet {
  const keys: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'keys') : undefined;
  if (!isList(keys)) {
    throw new IssuerFault('its jwks_uri has no set of keys');
  }
  return { keys };
}

function isList(value: unknown): value is JSONWebKeySet['keys'] {
  return Array.isArray(value);
}

function reasonOf(error: unknown): string {
  return error instanceof IssuerFault ? error.message : causeOf(error);
}
