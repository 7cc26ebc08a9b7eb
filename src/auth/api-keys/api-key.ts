import type { Scope } from '../scopes.js';
import type { ApiKeyHash } from './api-key-hash.js';

/** A key that opens the door right now, as processes hold all of them. */
export interface LivingApiKey extends ApiKeyHash {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** How much longer it lives, by Postgres's clock; null: until it is revoked. */
  readonly expiresInMs: number | null;
}

export interface NewApiKeyOrder {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Missing: it does not expire. */
  readonly lifetimeMs?: number;
}

/** A key just made. Its text is nowhere else. */
export interface CreatedApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly key: string;
}

/** A key that takes another one's place. */
export interface RotatedApiKey extends CreatedApiKey {
  readonly replaces: string;
  /** When the old one ends. */
  readonly replacedExpiresAt: Date;
}

/** What may be told of a key. */
export interface ListedApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly replaces: string | null;
}
