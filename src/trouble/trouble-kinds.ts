/** What can be wrong for longer. A code is stable: operators' searches and alarms rely on it. */
export const troubleKinds = [
  'database-away',
  'database-password',
  'database-missing',
  'database-migration',
  'database-right',
  'identity-provider',
  'queue-stopped',
  'no-worker',
  'aws-credentials',
  'aws-unreachable',
  'aws-throttled',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

export interface TroubleWords {
  /** What is wrong, and what follows from it. */
  readonly lasts: string;
  readonly over: string;
  readonly level: 'error' | 'warn';
  /** For how long a report stands without another one, in milliseconds: longer than between two tries. */
  readonly freshForMs: number;
}

/** The database is tried every second or so. */
const database = { level: 'error', freshForMs: 60_000 } as const;

/** Attempts that fail come at growing distances, of five minutes at most. */
const aws = { level: 'error', freshForMs: 6 * 60_000 } as const;

/** All that is said of lasting trouble. docs/operations.md tells what to do, under "Trouble". */
export const troubleWords: Readonly<Record<TroubleKind, TroubleWords>> = {
  'database-away': {
    ...database,
    lasts: 'The database can’t be reached. Requests are answered 503, and submissions wait.',
    over: 'The database can be reached again.',
  },
  'database-password': {
    ...database,
    lasts: 'The database does not let this service in: its role or password is wrong, or has no access.',
    over: 'The database lets this service in again.',
  },
  'database-missing': {
    ...database,
    lasts: 'The server has no database of this name.',
    over: 'The server has the database again.',
  },
  'database-migration': {
    ...database,
    lasts: 'The database lacks a migration that this version needs.',
    over: 'The database has all migrations that this version needs.',
  },
  'database-right': {
    ...database,
    lasts: 'The database role lacks a right that this service needs.',
    over: 'The database role has the rights that this service needs.',
  },
  'identity-provider': {
    level: 'error',
    // It is asked when requests come, and again every five minutes.
    freshForMs: 6 * 60_000,
    lasts:
      'The keys of the tokens’ issuer can’t be had. Keys that are known hold; what they don’t fit is answered 503.',
    over: 'The keys of the tokens’ issuer can be had again.',
  },
  'queue-stopped': {
    ...database,
    lasts: 'This worker can’t take what is due: submissions wait, unless another worker takes them.',
    over: 'This worker takes what is due again.',
  },
  'no-worker': {
    ...database,
    lasts: 'Submissions are due, and no worker takes any.',
    over: 'Nothing that is due waits for a worker any more.',
  },
  'aws-credentials': {
    ...aws,
    lasts:
      'Partner Central does not accept the AWS credentials of this service, or there are none. Submissions wait.',
    over: 'Partner Central accepts the AWS credentials of this service again. Submissions go on.',
  },
  'aws-unreachable': {
    ...aws,
    lasts: 'Partner Central gives no answer, or fails. Submissions are tried again, or become unresolved.',
    over: 'Partner Central answers again.',
  },
  'aws-throttled': {
    ...aws,
    level: 'warn',
    freshForMs: 60_000,
    lasts: 'Partner Central throttles the AWS account: submissions are sent at half the pace, and wait.',
    over: 'Partner Central throttles no longer.',
  },
};
