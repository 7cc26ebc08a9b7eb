import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DomainError } from '../errors/domain-error.js';
import { ApiKeys } from './api-keys/api-keys.js';
import { API_KEY_PREFIX } from './api-keys/api-key-text.js';
import { anonymous, type Caller } from './caller.js';
import { Tokens } from './oidc/tokens.js';
import { malformed, type Refusal, refusal } from './refusal.js';

/** RFC 6750, section 2.1, with one blank as RFC 9110, section 11.4, has it; the scheme in any letter case. */
const bearer = /^Bearer ([\w.~+/-]+=*)$/i;

/** How nearly all requests with one begin. */
const API_KEY_SCHEME = 'Bearer ';

/** Finds out who makes a request, by what its `Authorization` header holds. */
@Injectable()
export class Authenticator {
  private readonly methods: Settings['auth']['methods'];

  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly tokens: Tokens,
    @Inject(SETTINGS) { auth }: Settings,
  ) {
    this.methods = auth.methods;
  }

  /** Who makes a request, where that is known at once: as it is of all but the first with an API key. */
  known(header: string | undefined): Caller | undefined {
    if (this.methods.length === 0) {
      return anonymous;
    }
    return header?.startsWith(API_KEY_SCHEME) === true && this.methods.includes('api-key')
      ? this.apiKeys.known(header.slice(API_KEY_SCHEME.length))
      : undefined;
  }

  /**
   * @param header the request's `Authorization`; one that can't be read where it has several
   * @throws DomainError `unauthenticated`, or that it can't be found out right now
   */
  async authenticate(header: string | undefined): Promise<Caller> {
    if (header === undefined) {
      throw new DomainError('unauthenticated', 'The request has no Authorization header.');
    }
    const credential = bearer.exec(header)?.[1];
    const found = credential === undefined ? malformed : await this.callerOf(credential);
    if ('refused' in found) {
      throw new DomainError(
        'unauthenticated',
        'The credential in the Authorization header is not accepted.',
        { credentialRefused: found.refused },
      );
    }
    return found;
  }

  private async callerOf(credential: string): Promise<Caller | Refusal> {
    const method = credential.startsWith(API_KEY_PREFIX) ? 'api-key' : 'oidc';
    if (!this.methods.includes(method)) {
      return refusal('not-taken');
    }
    return method === 'api-key' ? this.apiKeys.callerOf(credential) : this.tokens.callerOf(credential);
  }
}
