import { Prisma } from './generated/client.js';

/** Prisma's codes for a database that is away, full or slow. Source: Prisma's error reference. */
const unavailableCodes: ReadonlySet<string> = new Set([
  'P1001', // can't reach the server
  'P1002', // the server timed out
  'P1008', // operation timed out
  'P1017', // the server closed the connection
  'P2024', // no connection from the pool in time
  'P2028', // a transaction could not start or was lost
  'P2037', // too many connections
]);

/** The driver's own codes, where Prisma passes them on: Node's system errors and SQLSTATE classes 08, 53 and 57. */
const unavailableDriverCode =
  /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08\w{3}|53\w{3}|57P0\w)$/;

/** Whether an error says that the database can't be used right now, so that trying again later may help. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) {
    return true;
  }
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) {
    return false;
  }
  return unavailableCodes.has(error.code) || unavailableDriverCode.test(error.code);
}

/** Whether a unique constraint refused the write. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
