import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { PrismaService } from '../../database/prisma.service.js';
import type { Caller } from '../caller.js';
import { Refreshed } from '../refreshed.js';
import { malformed, type Refusal, refusal } from '../refusal.js';
import { heldScopes } from '../scopes.js';
import { type ApiKeyHash, isHashOf } from './api-key-hash.js';
import { API_KEY_LENGTH, idIn, idOfApiKey } from './api-key-text.js';
import { ApiKeyUses } from './api-key-uses.js';
import { ApiKeysRepository } from './api-keys.repository.js';

interface HeldApiKey extends ApiKeyHash {
  readonly id: string;
  readonly caller: Caller;
  /** By `performance.now()`. */
  readonly expiresAt: number;
  /** The key itself, once it was found right: else an HMAC for each request (10 µs of CPU to 0.1, measured). */
  text?: Uint8Array;
}

type HeldApiKeys = ReadonlyMap<string, HeldApiKey>;

/**
 * A key that is revoked stops within these three seconds in every process, and one that was just made is found at once.
 * However many requests there are, the table is read once a second, and a few times more for keys that are not found.
 */
const plan = { freshMs: 1000, usableMs: 3000, failureMs: 100, newer: { burst: 10, everyMs: 200 } };

/** Compared with where there is no such key, so that it takes as long. */
const nobodys: ApiKeyHash = { salt: new Uint8Array(32), hash: new Uint8Array(32) };

/** Expired, revoked, or never made here. */
const unknown = refusal('key-unknown');

/** Of a key that there is. As a rule whoever made it had another pepper. */
const wrongSecret = refusal('key-secret');

/** Knows callers by their API keys. All keys are held in memory: no request waits for a look into the database. */
@Injectable()
export class ApiKeys {
  private readonly pepper: string | undefined;
  private readonly repository: ApiKeysRepository;
  private readonly keys: Refreshed<HeldApiKeys>;

  constructor(
    prisma: PrismaService,
    private readonly uses: ApiKeyUses,
    @Inject(SETTINGS) { auth }: Settings,
  ) {
    this.pepper = auth.apiKeyPepper;
    this.repository = new ApiKeysRepository(prisma, this.pepper);
    this.keys = new Refreshed(() => this.load(), plan);
  }

  /** Whose key it is, where it was found right before. */
  known(text: string): Caller | undefined {
    const key = this.keys.atHand()?.get(idIn(text));
    if (key === undefined || performance.now() >= key.expiresAt || !wasFoundRight(text, key)) {
      return undefined;
    }
    this.uses.note(key.id);
    return key.caller;
  }

  /**
   * Whose key it is, or why it is nobody's, or no longer.
   * @throws the database's errors, where the keys can't be had
   */
  async callerOf(text: string): Promise<Caller | Refusal> {
    const id = idOfApiKey(text);
    if (id === undefined) {
      return malformed;
    }
    const first = this.match(await this.keys.current(), id, text);
    const found = 'refused' in first ? this.match(await this.keys.newer(), id, text, first) : first;
    if (!('refused' in found)) {
      this.uses.note(id);
    }
    return found;
  }

  private match(
    keys: HeldApiKeys | undefined,
    id: string,
    text: string,
    otherwise: Refusal = unknown,
  ): Caller | Refusal {
    const key = keys?.get(id);
    const isRight = this.isRight(text, key);
    if (key === undefined || performance.now() >= key.expiresAt) {
      return keys === undefined ? otherwise : unknown;
    }
    return isRight ? key.caller : wrongSecret;
  }

  private isRight(text: string, key: HeldApiKey | undefined): boolean {
    const isRight = isHashOf(text, key ?? nobodys, this.pepper);
    if (isRight && key !== undefined) {
      key.text = Buffer.from(text);
    }
    return isRight;
  }

  private async load(): Promise<HeldApiKeys> {
    // Before Postgres reads its own clock, so that no key is held longer than it lives.
    const askedAt = performance.now();
    const living = await this.repository.findLiving();
    return new Map(
      living.map(({ id, name, scopes, salt, hash, expiresInMs }) => [
        id,
        {
          id,
          caller: { id: name, scopes: heldScopes(scopes) },
          salt,
          hash,
          expiresAt: askedAt + (expiresInMs ?? Infinity),
        },
      ]),
    );
  }
}

/** The text that is compared, in one place for all: a new one for each request would be work for the garbage collector. */
const compared = Buffer.alloc(API_KEY_LENGTH);

/**
 * In a time that tells nothing of how much of it is right. Both lengths count: what does not fill the place leaves the
 * end of the key before in it, and what is longer is cut.
 */
function wasFoundRight(text: string, key: HeldApiKey): boolean {
  return (
    key.text !== undefined &&
    compared.write(text, 'utf8') === API_KEY_LENGTH &&
    text.length === API_KEY_LENGTH &&
    timingSafeEqual(key.text, compared)
  );
}
