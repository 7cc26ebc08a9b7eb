import { Client } from 'pg';
import { applicationName } from '../../database/application-name.js';
import type { Prisma } from '../../database/generated/client.js';
import type { NamedStatementRunner } from '../api-keys/api-keys.repository.js';

/** The one connection of a command. */
export class KeysDatabase implements NamedStatementRunner {
  private readonly client: Client;
  private connected: Promise<unknown> | undefined;

  constructor(url: string) {
    this.client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 5000,
      application_name: applicationName('keys'),
    });
    // The statement under way is told of it.
    this.client.on('error', () => undefined);
  }

  async run<Row extends object>(_name: string, { text, values }: Prisma.Sql): Promise<Row[]> {
    await this.connect();
    const { rows } = await this.client.query<Row>(text, [...values]);
    return rows;
  }

  /** @returns how many rows it has changed, or found */
  async count({ text, values }: Prisma.Sql): Promise<number> {
    await this.connect();
    const { rowCount } = await this.client.query(text, [...values]);
    return rowCount ?? 0;
  }

  /** Does all of it in one transaction, or nothing. */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.connect();
    await this.client.query('BEGIN');
    try {
      const result = await work();
      await this.client.query('COMMIT');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.connected?.catch(() => undefined);
    await this.client.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    await (this.connected ??= this.client.connect());
  }
}
