import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import { DatabaseError, type Pool, type PoolClient, type QueryArrayConfig, type QueryArrayResult } from 'pg';

/** PostgreSQL's internal one-byte type `"char"`, which its catalogue is full of. */
const charOid = 18;
const textOid = 25;

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/**
 * Prisma's adapter for the migration engine, with two gaps filled:
 * - it knows no `"char"`, without which the engine can't read the present shape of a database from the catalogue;
 * - it cuts scripts at every semicolon, those in comments, strings and function bodies included. Here a script goes
 *   to PostgreSQL as it is, which then also runs it in one transaction.
 */
export class EngineAdapterFactory extends PrismaPg {
  readonly #pool: Pool;
  /** Which columns of a query are `"char"`, by its text. */
  readonly #charColumns = new Map<string, number[]>();

  /** @param pool is this factory's alone, and the caller's to end. */
  constructor(pool: Pool) {
    super(pool);
    this.#pool = pool;
    Object.defineProperty(pool, 'query', { value: (config: QueryArrayConfig) => this.#query(config) });
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const column of this.#charColumns.get(query.sql) ?? []) {
        result.columnTypes[column] = ColumnTypeEnum.Character;
      }
      return result;
    };
    adapter.executeScript = async (script) => {
      await this.#withClient((client) => client.query(script)).catch(rethrowForEngine);
    };
    return adapter;
  }

  /** Passes `"char"` off as text to the adapter, and notes where it did. */
  async #query(config: QueryArrayConfig): Promise<QueryArrayResult> {
    const result = await this.#withClient((client) => client.query(config));
    const columns: number[] = [];
    for (const [column, field] of result.fields.entries()) {
      if (field.dataTypeID === charOid) {
        field.dataTypeID = textOid;
        columns.push(column);
      }
    }
    this.#charColumns.set(config.text, columns);
    return result;
  }

  async #withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }
}

/** What PostgreSQL said, in the form in which the engine passes it on; it knows other errors by number only. */
function rethrowForEngine(error: unknown): never {
  if (!(error instanceof DatabaseError)) {
    throw error;
  }
  const { message, detail, column, hint, code = '', severity = 'ERROR' } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}
