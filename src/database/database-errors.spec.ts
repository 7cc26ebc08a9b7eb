import { describe, expect, it } from '@jest/globals';
import { isConcurrencyConflict, isDatabaseUnavailable, isUniqueViolation } from './database-errors.js';
import { Prisma } from './generated/client.js';

const known = (code: string) =>
  new Prisma.PrismaClientKnownRequestError('x', { code, clientVersion: Prisma.prismaVersion.client });

/** An error as the driver throws it. */
const driver = (code: string) => Object.assign(new Error('x'), { code });

/** Prisma's error around what the driver said: of a raw query, and of any other. */
const wrapped = (code: string, originalCode: string) =>
  new Prisma.PrismaClientKnownRequestError('x', {
    code,
    clientVersion: Prisma.prismaVersion.client,
    meta: {
      driverAdapterError: new Error('x', { cause: { kind: 'postgres', originalCode, code: originalCode } }),
    },
  });

/** A driver's code wherever it may stand. */
const everywhere = (code: string) => [
  driver(code),
  new Error('x', { cause: driver(code) }),
  wrapped('P2010', code),
  wrapped('P2039', code),
];

describe('a database that is away, full or slow', () => {
  it.each([
    'P1000',
    'P1001',
    'P1002',
    'P1003',
    'P1008',
    'P1010',
    'P1017',
    'P2024',
    'P2028',
    'P2034',
    'P2037',
  ])('is told by Prisma: %s', (code) => {
    expect(isDatabaseUnavailable(known(code))).toBe(true);
  });

  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
    ...['EHOSTUNREACH', 'ENETUNREACH', '08000', '08006', '08P01', '53100', '53300', '57P01', '57P03'],
    // We are not let in, or there is no such database.
    ...['28000', '28P01', '3D000'],
    // Longer than a statement may take; read-only since a failover; idle for too long; deadlocks, serialization failures, and a lock that is not to be had.
    ...['57014', '25006', '25P03', '40001', '40P01', '55P03'],
  ])('is told by the driver: %s', (code) => {
    expect(everywhere(code).map(isDatabaseUnavailable)).toEqual([true, true, true, true]);
    expect(isDatabaseUnavailable(known(code))).toBe(true);
  });

  it.each([
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    'timeout expired',
    'timeout exceeded when trying to connect',
  ])('is told by pg without a code: %s', (message) => {
    expect(isDatabaseUnavailable(new Error(message))).toBe(true);
    expect(isDatabaseUnavailable(new Error(`Somebody said: ${message}`))).toBe(false);
  });

  it.each(['AuthenticationFailed', 'ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout'])(
    'is told by the end of a transaction: %s',
    (kind) => {
      expect(isDatabaseUnavailable(new Error(kind, { cause: { kind } }))).toBe(true);
      expect(isDatabaseUnavailable({ kind })).toBe(true);
    },
  );

  it('is told by a client that could not begin', () => {
    expect(
      isDatabaseUnavailable(new Prisma.PrismaClientInitializationError('x', Prisma.prismaVersion.client)),
    ).toBe(true);
  });

  it.each(['P2002', 'P2025', 'P2010', '23505', '25P02', '25001', '40002', '0800', '080060'])(
    'is not told by %s',
    (code) => {
      expect(isDatabaseUnavailable(known(code))).toBe(false);
      expect(everywhere(code).some(isDatabaseUnavailable)).toBe(false);
    },
  );

  it.each([new Error('ECONNREFUSED'), undefined, { code: 'P1001' }])('is not told by %j', (error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});

describe('a transaction that was broken off for another one', () => {
  it.each(['40001', '40P01'])('is told by the driver: %s', (code) => {
    expect(everywhere(code).map(isConcurrencyConflict)).toEqual([true, true, true, true]);
  });

  it('is told by Prisma', () => {
    expect(isConcurrencyConflict(known('P2034'))).toBe(true);
  });

  it.each(['55P03', '25P03', '25P02', '23505', '57P01', '08006', 'P2002', 'P2028'])(
    'is not told by %s',
    (code) => {
      expect(everywhere(code).some(isConcurrencyConflict)).toBe(false);
      expect(isConcurrencyConflict(known(code))).toBe(false);
    },
  );

  it.each([undefined, '40001', { code: '40001' }, new Error('40001')])('is not told by %j', (error) => {
    expect(isConcurrencyConflict(error)).toBe(false);
  });
});

describe('the refusal of a unique constraint', () => {
  it('is told by Prisma', () => {
    expect(isUniqueViolation(known('P2002'))).toBe(true);
    expect(isUniqueViolation(known('P2003'))).toBe(false);
    expect(isUniqueViolation({ code: 'P2002' })).toBe(false);
  });

  it('is told by the driver', () => {
    expect(everywhere('23505').map(isUniqueViolation)).toEqual([true, true, true, true]);
    expect(everywhere('23503').some(isUniqueViolation)).toBe(false);
    expect(isUniqueViolation(new Error('23505'))).toBe(false);
    expect(isUniqueViolation(undefined)).toBe(false);
  });
});
