import { Prisma } from '../../database/generated/client.js';
import type { PrismaService } from '../../database/prisma.service.js';
import type { CreatedApiKey, ListedApiKey, LivingApiKey, NewApiKeyOrder, RotatedApiKey } from './api-key.js';
import { hashApiKey } from './api-key-hash.js';
import { makeApiKey } from './api-key-text.js';

/** What runs a named statement: the service's pool, or the one connection of a command. */
export type NamedStatementRunner = Pick<PrismaService, 'run'>;

/** Whether a key opens the door right now, by Postgres's clock. @param table or the name that a statement has for it */
export function isActive(table: 'api_keys' | 'newer' = 'api_keys'): Prisma.Sql {
  const of = Prisma.raw(table);
  return Prisma.sql`${of}.revoked_at IS NULL AND (${of}.expires_at IS NULL OR ${of}.expires_at > now())`;
}

/** The keys in Postgres. All times are Postgres's. */
export class ApiKeysRepository {
  constructor(
    private readonly database: NamedStatementRunner,
    private readonly pepper: string | undefined,
  ) {}

  /** Every key that opens the door: there are few. */
  async findLiving(): Promise<LivingApiKey[]> {
    return this.database.run(
      'find_living_api_keys',
      Prisma.sql`
        SELECT id, name, scopes, hash, salt,
          (extract(epoch FROM expires_at - now()) * 1000)::float8 AS "expiresInMs"
        FROM api_keys WHERE ${isActive()}`,
    );
  }

  async create({ name, scopes, lifetimeMs }: NewApiKeyOrder): Promise<CreatedApiKey> {
    const { id, text } = makeApiKey();
    const { hash, salt } = hashApiKey(text, this.pepper);
    const [made] = await this.database.run<{ expiresAt: Date | null }>(
      'create_api_key',
      Prisma.sql`
        INSERT INTO api_keys (id, name, scopes, hash, salt, expires_at)
        VALUES (${id}, ${name}, ${scopes}, ${hash}, ${salt}, now() + ${lifetimeMs ?? null} * interval '1 millisecond')
        RETURNING expires_at AS "expiresAt"`,
    );
    return { id, name, scopes, expiresAt: made?.expiresAt ?? null, key: text };
  }

  /**
   * Makes a key that takes another one's place, with the same name and scopes, and for as long as that one was made for.
   * The old one lives on for the overlap, never longer than it would have.
   * @returns undefined where the old one is not active, or has an active one in its place already
   */
  async rotate(
    oldId: string,
    { overlapMs, lifetimeMs }: { readonly overlapMs: number; readonly lifetimeMs?: number },
  ): Promise<RotatedApiKey | undefined> {
    const { id, text } = makeApiKey();
    const { hash, salt } = hashApiKey(text, this.pepper);
    const [made] = await this.database.run<Omit<RotatedApiKey, 'id' | 'key' | 'replaces'>>(
      'rotate_api_key',
      Prisma.sql`
        WITH old AS (
          SELECT id, name, scopes, created_at, expires_at FROM api_keys
          WHERE id = ${oldId} AND ${isActive()}
            AND NOT EXISTS (SELECT 1 FROM api_keys newer WHERE newer.replaces = ${oldId} AND ${isActive('newer')})
          FOR UPDATE),
        shortened AS (
          UPDATE api_keys
          SET expires_at = least(api_keys.expires_at, now() + ${overlapMs} * interval '1 millisecond')
          FROM old WHERE api_keys.id = old.id RETURNING api_keys.expires_at),
        made AS (
          INSERT INTO api_keys (id, name, scopes, hash, salt, replaces, expires_at)
          SELECT ${id}, name, scopes, ${hash}, ${salt}, id, now() + coalesce(
            ${lifetimeMs ?? null} * interval '1 millisecond', expires_at - created_at)
          FROM old RETURNING name, scopes, expires_at)
        SELECT made.name, made.scopes, made.expires_at AS "expiresAt", shortened.expires_at AS "replacedExpiresAt"
        FROM made, shortened`,
    );
    return made === undefined ? undefined : { id, ...made, key: text, replaces: oldId };
  }

  /** @returns undefined where there is no such key; one that is revoked already stays as it is */
  async revoke(id: string): Promise<{ id: string; name: string; revokedAt: Date } | undefined> {
    const [revoked] = await this.database.run<{ id: string; name: string; revokedAt: Date }>(
      'revoke_api_key',
      Prisma.sql`
        UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = ${id}
        RETURNING id, name, revoked_at AS "revokedAt"`,
    );
    return revoked;
  }

  /** All of them, the newest first. */
  async list(): Promise<ListedApiKey[]> {
    return this.database.run(
      'list_api_keys',
      Prisma.sql`
        SELECT id, name, scopes,
          CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END AS state,
          created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
          last_used_at AS "lastUsedAt", replaces
        FROM api_keys ORDER BY created_at DESC, id`,
    );
  }

  /** Notes when keys were last used, each so many milliseconds ago. */
  async noteUses(uses: ReadonlyMap<string, number>): Promise<void> {
    await this.database.run(
      'note_api_key_uses',
      Prisma.sql`
        UPDATE api_keys SET last_used_at = greatest(last_used_at, now() - ago * interval '1 millisecond')
        FROM unnest(${[...uses.keys()]}::text[], ${[...uses.values()]}::float8[]) AS used (used_id, ago)
        WHERE id = used_id`,
    );
  }
}
