import { causeOf, errorsWithin, textIn } from '../errors/failure-cause.js';
import { sqlRefusalOf } from '../errors/sql-refusal.js';
import type { LastingTrouble } from '../trouble/lasting-trouble.js';
import type { TroubleKind } from '../trouble/trouble-kinds.js';
import { isDatabaseUnavailable } from './database-errors.js';

/** What a failure of the database comes from, and where an operator has to look. */
export interface DatabaseTrouble {
  readonly kind: Extract<TroubleKind, `database-${string}`>;
  /** In a word or two that may be logged. */
  readonly cause: string;
}

export const databaseTroubles = [
  'database-away',
  'database-password',
  'database-missing',
  'database-migration',
  'database-right',
] as const satisfies readonly DatabaseTrouble['kind'][];

/** PostgreSQL's codes. Source: its "Error Codes". */
const kindsOfState: Readonly<Record<string, DatabaseTrouble['kind']>> = {
  '28000': 'database-password', // no such role, or no entry in pg_hba.conf
  '28P01': 'database-password',
  '3D000': 'database-missing',
  '42501': 'database-right',
  '42P01': 'database-migration', // no such table
  '42703': 'database-migration', // no such column
  '42704': 'database-migration', // no such type
  '42883': 'database-migration', // no such function
};

/** What the driver says before it has asked: that it has no password, where one is wanted. Source: pg 8.23, sasl.js. */
const noPassword = /^SASL: .+ password must be a/;

/** @returns undefined where the failure is none of the database as a whole, but of one statement */
export function databaseTroubleOf(thrown: unknown): DatabaseTrouble | undefined {
  const refusal = sqlRefusalOf(thrown);
  const kind = refusal && kindsOfState[refusal.sqlState];
  if (refusal !== undefined && kind !== undefined) {
    const relation = refusal.relation === undefined ? '' : `, ${refusal.relation}`;
    return { kind, cause: `SQLSTATE ${refusal.sqlState}${relation}` };
  }
  if (errorsWithin(thrown).some((one) => noPassword.test(textIn(one, 'message') ?? ''))) {
    return { kind: 'database-password', cause: 'no-password' };
  }
  return isDatabaseUnavailable(thrown) ? { kind: 'database-away', cause: causeOf(thrown) } : undefined;
}

/**
 * Has a failure of the database told if it lasts. What the same source has found before is over with it: a server that
 * turns us away has been reached.
 * @returns false where it is none of the database as a whole
 */
export function reportDatabaseTrouble(trouble: LastingTrouble, source: string, thrown: unknown): boolean {
  const found = databaseTroubleOf(thrown);
  if (found !== undefined) {
    trouble.report(found.kind, source, found.cause);
    trouble.over(source, ...databaseTroubles.filter((kind) => kind !== found.kind));
  }
  return found !== undefined;
}
