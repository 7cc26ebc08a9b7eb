import { type CustomTypesConfig, type QueryConfig, types } from 'pg';
import type { Prisma } from './generated/client.js';
import { rfc3339 } from './rfc-3339.js';

const asText = (value: string) => value;

/** What is kept as json passes through as the text it is; jsonb is parsed. A time without a zone becomes UTC's, as text. */
const asShown: CustomTypesConfig = {
  getTypeParser: (...asked: Parameters<typeof types.getTypeParser>): unknown => {
    switch (asked[0]) {
      case types.builtins.JSON:
        return asText;
      case types.builtins.TIMESTAMP:
        return rfc3339;
      default:
        return types.getTypeParser(...asked);
    }
  },
};

/** A statement as pg runs it. It copies each own member by its descriptor, which takes half a microsecond: `types` is none. */
export class PgStatement implements QueryConfig {
  readonly values: unknown[];

  /** @param name by which each connection keeps it */
  constructor(
    readonly text: string,
    values: readonly unknown[],
    readonly name?: string,
  ) {
    this.values = [...values];
  }

  get types(): CustomTypesConfig {
    return asShown;
  }
}

/**
 * The texts of statements by their names: each is put together once. For every request that took 2 µs, and twice its
 * length of memory.
 */
export class StatementTexts {
  private readonly known = new Map<string, { readonly text: string; readonly size: number }>();

  /** @throws TypeError where the name had another text before, as far as their lengths tell */
  textOf(name: string, statement: Prisma.Sql): string {
    const size = sizeOf(statement);
    let known = this.known.get(name);
    if (known === undefined) {
      known = { text: statement.text, size };
      this.known.set(name, known);
    }
    if (known.size !== size) {
      throw new TypeError(`The statement ${name} has another text than before`);
    }
    return known.text;
  }
}

function sizeOf({ strings }: Prisma.Sql): number {
  let size = strings.length;
  for (const part of strings) {
    size += part.length;
  }
  return size;
}
