import type { Client } from 'pg';
import { errorMessage } from '../errors/error-message.js';
import type { Migration } from './migration-files.js';
import { recordApplied } from './migration-history.js';
import { splitStatements, type Statement } from './split-statements.js';

/** What would end the transaction before the migration's record is in it. */
const transactionControl =
  /^(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|PREPARE\s+TRANSACTION)\b/i;

/**
 * Runs a migration and records it, in one transaction.
 * @throws when a statement fails: the message says which, and why. Nothing of the migration stays.
 */
export async function applyMigration(client: Client, migration: Migration): Promise<void> {
  const statements = splitStatements(migration.sql);
  refuseTransactionControl(migration, statements);
  await followDeath(client);
  await client.query('BEGIN');
  try {
    for (const statement of statements) {
      await run(client, migration, statement);
    }
    await finish(client, migration);
  } catch (error) {
    // Where the connection is lost, so is the transaction.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function refuseTransactionControl({ name }: Migration, statements: Statement[]): void {
  const found = statements.find(({ text }) => transactionControl.test(text));
  if (found !== undefined) {
    throw new Error(
      `${name} has ${firstLine(found.text)} on line ${found.line}: a migration is one transaction as it is`,
    );
  }
}

async function run(client: Client, { name }: Migration, { text, line }: Statement): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    const statement = firstLine(text).slice(0, 120);
    throw new Error(`${name} failed on line ${line}: ${reason(error)}, in: ${statement}`, { cause: error });
  }
}

async function finish(client: Client, migration: Migration): Promise<void> {
  try {
    // What it has set or made for its session is not for the next one, nor for its record.
    await client.query('RESET ALL; DISCARD TEMP');
    await recordApplied(client, migration);
    await client.query('COMMIT');
  } catch (error) {
    throw new Error(`${migration.name} failed at its end: ${reason(error)}`, { cause: error });
  }
}

/**
 * Has PostgreSQL notice within a second that this process has died, even in the middle of a statement, which would
 * otherwise run, or wait for its locks, to the end. It can't on Windows.
 */
async function followDeath(client: Client): Promise<void> {
  await client.query(`SET client_connection_check_interval = '1s'`).catch(() => undefined);
}

/** The message alone: PostgreSQL's details may quote rows. */
function reason(error: unknown): string {
  return firstLine(errorMessage(error));
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.trimEnd() ?? '';
}
