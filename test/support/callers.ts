import { KeysDatabase } from '../../src/auth/keys-program/keys-database.js';
import type { CreatedApiKey, NewApiKeyOrder } from '../../src/auth/api-keys/api-key.js';
import { ApiKeysRepository } from '../../src/auth/api-keys/api-keys.repository.js';
import { scopes } from '../../src/auth/scopes.js';

/** A key of a caller's, with what its requests carry. */
export interface TestKey extends CreatedApiKey {
  /** Such as `request(url).get('/engagements').set(key.headers)`. */
  readonly headers: { readonly authorization: string };
}

/** What a test's key may do unless said otherwise: all that a caller does with engagements of their own. */
export const ownScopes = scopes.filter((scope) => scope !== 'engagements:admin');

/** Makes an API key in a test's database, as `npm run keys -- create` does. */
export async function createKey(
  database: { readonly url: string },
  { name = 'crm', scopes: given = ownScopes, lifetimeMs }: Partial<NewApiKeyOrder> = {},
  pepper?: string,
): Promise<TestKey> {
  const created = await onKeys(database, pepper, (keys) => keys.create({ name, scopes: given, lifetimeMs }));
  return { ...created, headers: bearer(created.key) };
}

/** Revokes one, as `npm run keys -- revoke` does. */
export async function revokeKey(database: { readonly url: string }, id: string): Promise<void> {
  await onKeys(database, undefined, (keys) => keys.revoke(id));
}

/** The header that signs a request in. */
export function bearer(credential: string): { readonly authorization: string } {
  return { authorization: `Bearer ${credential}` };
}

async function onKeys<T>(
  { url }: { readonly url: string },
  pepper: string | undefined,
  work: (keys: ApiKeysRepository) => Promise<T>,
): Promise<T> {
  const database = new KeysDatabase(url);
  try {
    return await work(new ApiKeysRepository(database, pepper));
  } finally {
    await database.close();
  }
}
