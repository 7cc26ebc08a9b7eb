import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DomainError } from '../errors/domain-error.js';
import { ApiKeys } from './api-keys/api-keys.js';
import { API_KEY_PREFIX } from './api-keys/api-key-text.js';
import { anonymous, type Caller } from './caller.js';
import { Tokens } from './oidc/tokens.js';
import { malformed, type Refusal, refusal } from './refusal.js';

/** RFC 6750, section 2.1, with one blank as RFC 9110, section 11.4, has it; the scheme in any letter case. */
const bearer = /^Bearer (?<credential>[\w.~+/-]+=*)$/i;

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

  /**
   * @param authorization every `Authorization` header of the request
   * @throws DomainError `unauthenticated`, or that it can't be found out right now
   */
  async authenticate(authorization: readonly string[]): Promise<Caller> {
    if (this.methods.length === 0) {
      return anonymous;
    }
    const [header, ...more] = authorization;
    if (header === undefined) {
      throw new DomainError('unauthenticated', 'The request has no Authorization header.');
    }
    const credential = more.length > 0 ? undefined : bearer.exec(header)?.groups?.['credential'];
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
