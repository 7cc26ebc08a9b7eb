import { type Client, escapeIdentifier } from 'pg';

/**
 * What the API and the workers do with each table, and no more: the history is only added to, keys are made by an
 * operator, and what a cascade deletes is deleted by the owner of the tables. A table that a migration adds belongs here
 * too; a test compares.
 */
export const serviceRights: Readonly<Record<string, string>> = {
  _prisma_migrations: 'SELECT',
  api_keys: 'SELECT, UPDATE (last_used_at)',
  deleted_engagements: 'SELECT, INSERT',
  engagement_events: 'SELECT, INSERT',
  engagements: 'SELECT, INSERT, UPDATE, DELETE',
  idempotency_keys: 'SELECT, INSERT, UPDATE, DELETE',
  keyed_import_rows: 'SELECT, INSERT, UPDATE',
  keyed_imports: 'SELECT, INSERT, UPDATE, DELETE',
  submission_batch_rows: 'SELECT, INSERT',
  submission_batches: 'SELECT, INSERT, DELETE',
  submission_pace: 'SELECT, INSERT, UPDATE',
  submission_turns: 'SELECT, INSERT, UPDATE, DELETE',
  submissions: 'SELECT, INSERT, UPDATE',
};

interface Role {
  readonly is_ours: boolean;
  readonly may_connect: boolean;
}

const selectRole = `SELECT rolname = current_user OR rolsuper AS is_ours,
    has_database_privilege(oid, current_database(), 'CONNECT') AS may_connect
  FROM pg_roles WHERE rolname = $1`;

/** The sequences that number the rows of tables. */
const selectSequences = `SELECT sequence.relname AS name
  FROM pg_depend
    JOIN pg_class AS sequence ON sequence.oid = objid AND sequence.relkind = 'S'
    JOIN pg_class AS owner ON owner.oid = refobjid
  WHERE deptype IN ('a', 'i') AND owner.relnamespace = current_schema()::regnamespace AND owner.relname = ANY ($1)`;

/** Functions and types are everybody's, unless default privileges of the migrating role take them away. */
const selectWithheld = `SELECT 'EXECUTE ON FUNCTION ' || oid::regprocedure AS grant FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND pg_has_role(proowner, 'USAGE')
      AND NOT has_function_privilege($1, oid, 'EXECUTE')
  UNION ALL
  SELECT 'USAGE ON TYPE ' || oid::regtype FROM pg_type
    WHERE typnamespace = current_schema()::regnamespace AND typtype = 'e' AND pg_has_role(typowner, 'USAGE')
      AND NOT has_type_privilege($1, oid, 'USAGE')`;

/**
 * Gives the role of the API and the workers the rights that they need on the product's tables, and takes from it those
 * that it needs no more, or had by default privileges. All of it or nothing. To be called under the migrations' lock:
 * PostgreSQL refuses two who grant at the same time.
 * @throws where the role does not exist, may not connect, or is the one that owns the tables, with what to do
 */
export async function grantToService(client: Client, role: string): Promise<void> {
  await checkRole(client, role);
  await client.query('BEGIN');
  try {
    for (const statement of await grantsFor(client, role)) {
      await client.query(statement);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function checkRole(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<Role>(selectRole, [role]);
  const [found] = rows;
  if (found === undefined) {
    throw new Error(`SERVICE_ROLE: there is no role "${role}"; CREATE ROLE it first`);
  }
  if (found.is_ours) {
    throw new Error(
      `SERVICE_ROLE: "${role}" migrates, or is a superuser, and may do anything: name another role, or none`,
    );
  }
  if (!found.may_connect) {
    throw new Error(
      `SERVICE_ROLE: "${role}" may not connect to this database: GRANT CONNECT ON DATABASE first`,
    );
  }
}

async function grantsFor(client: Client, role: string): Promise<string[]> {
  const schema = await one(client, 'SELECT current_schema() AS value');
  const to = escapeIdentifier(role);
  const place = escapeIdentifier(schema);
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY ($1)`,
    [Object.keys(serviceRights)],
  );
  const names = tables.map(({ name }) => name);
  const { rows: sequences } = await client.query<{ name: string }>(selectSequences, [names]);
  const { rows: withheld } = await client.query<{ grant: string }>(selectWithheld, [role]);
  return [
    `GRANT USAGE ON SCHEMA ${place} TO ${to}`,
    ...names.flatMap((name) => {
      const table = `${place}.${escapeIdentifier(name)}`;
      return [`REVOKE ALL ON ${table} FROM ${to}`, `GRANT ${serviceRights[name] ?? ''} ON ${table} TO ${to}`];
    }),
    ...sequences.map(({ name }) => `GRANT USAGE ON SEQUENCE ${place}.${escapeIdentifier(name)} TO ${to}`),
    ...withheld.map(({ grant }) => `GRANT ${grant} TO ${to}`),
  ];
}

async function one(client: Client, query: string): Promise<string> {
  const { rows } = await client.query<{ value: string | null }>(query);
  return rows[0]?.value ?? 'public';
}
