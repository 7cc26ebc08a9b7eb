import { Prisma } from './generated/client.js';

/** Prisma's codes for a database that is away, full or slow. Source: Prisma's error reference. */
const unavailableCodes: ReadonlySet<string> = new Set([
  'P1000', // we are not let in, until an operator has mended it
  'P1001', // can't reach the server
  'P1002', // the server timed out
  'P1003', // no such database
  'P1008', // operation timed out
  'P1010', // the role is denied access
  'P1017', // the server closed the connection
  'P2024', // no connection from the pool in time
  'P2028', // a transaction could not start or was lost
  'P2034', // a transaction was broken off for another one, again and again
  'P2037', // too many connections
]);

/**
 * The driver's codes: Node's system errors, and of PostgreSQL the classes 08 (connection), 53 (no resources) and 57P0
 * (shut down, crashed, starting up), 57014 (a statement that took longer than it may, or that an administrator broke
 * off), 28000, 28P01 and 3D000 (we are not let in, or there is no such database, until an operator has mended it), 25006
 * (read-only, as a server is that was the primary until a failover), and what others that are at work bring about: 40001,
 * 40P01, 55P03 (a lock is not to be had) and 25P03 (a transaction idle for too long, as that of a process that stood
 * still).
 * Source: PostgreSQL's "Error Codes".
 */
const unavailableDriverCode =
  /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08\w{3}|53\w{3}|57P0\w|57014|28000|28P01|3D000|25006|25P03|40001|40P01|55P03)$/;

/**
 * What the driver's adapter makes of some errors, without their codes. The end of a transaction throws it as it is, and
 * not always within an error. Source: adapter-pg 7.10, convertSocketError.
 */
const unavailableKinds: ReadonlySet<string> = new Set([
  'AuthenticationFailed',
  'ConnectionClosed',
  'DatabaseAccessDenied',
  'DatabaseDoesNotExist',
  'DatabaseNotReachable',
  'SocketTimeout',
]);

/** What pg and its pool say without any code. Source: pg 8.23, client.js and sasl.js, and pg-pool 3, index.js. */
const unavailableMessage =
  /^(?:Connection terminated|SASL: .+ password must be a|Client (?:has encountered a connection error|was closed) and|timeout (?:expired|exceeded when trying to connect))/;

/** Whether an error says that the database can't be used right now, so that trying again later may help. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!Error.isError(error)) {
    return (
      typeof error === 'object' && error !== null && unavailableKinds.has(String(Reflect.get(error, 'kind')))
    );
  }
  if (error instanceof Prisma.PrismaClientInitializationError) {
    return true;
  }
  return (
    codesOf(error).some(
      (code) => unavailableCodes.has(code) || unavailableKinds.has(code) || unavailableDriverCode.test(code),
    ) || unavailableMessage.test(error.message)
  );
}

/**
 * Whether Postgres broke a transaction off for the sake of another one: a serialization failure (40001) or a deadlock
 * (40P01). Nothing of it was done, and the same again may succeed. Source: PostgreSQL's "Error Codes"; Prisma's P2034.
 */
export function isConcurrencyConflict(error: unknown): boolean {
  return Error.isError(error) && codesOf(error).some((code) => ['P2034', '40001', '40P01'].includes(code));
}

/** Whether a unique constraint refused the write. */
export function isUniqueViolation(error: unknown): boolean {
  return Error.isError(error) && codesOf(error).some((code) => code === 'P2002' || code === '23505');
}

/** An error's own code, and the driver's that Prisma keeps within it. */
function codesOf(error: Error): string[] {
  const driverError =
    error instanceof Prisma.PrismaClientKnownRequestError ? driverErrorOf(error) : error.cause;
  return [error, driverError].flatMap((one) =>
    typeof one === 'object' && one !== null
      ? ['code', 'originalCode', 'kind'].flatMap((name) => {
          const code: unknown = Reflect.get(one, name);
          return typeof code === 'string' ? [code] : [];
        })
      : [],
  );
}

/** Prisma wraps what the driver said: P2010 (a raw query) and P2039 (any other) have it in their `meta`. */
function driverErrorOf({ meta }: Prisma.PrismaClientKnownRequestError): unknown {
  const wrapped = meta?.['driverAdapterError'];
  return Error.isError(wrapped) ? wrapped.cause : undefined;
}
