import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';

/** A role that may do no more than it has to, as docs/operations.md has it. */
export interface ServiceRole {
  readonly name: string;
  /** The database's URL with it and its password. */
  readonly url: string;
  drop(): Promise<void>;
}

/** @param admin a connection that may make roles, to the database of the URL */
export async function createServiceRole(admin: Client, databaseUrl: string): Promise<ServiceRole> {
  const name = `service_${randomBytes(6).toString('hex')}`;
  await admin.query(`
    CREATE ROLE ${name} LOGIN PASSWORD 'secret';
    GRANT USAGE ON SCHEMA public TO ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${name};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${name}`);
  return {
    name,
    url: withAccount(databaseUrl, name, 'secret'),
    drop: async () => {
      await admin.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
    },
  };
}

/** The same address for another role, or with another password. */
export function withAccount(databaseUrl: string, role: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = password;
  return url.href;
}
