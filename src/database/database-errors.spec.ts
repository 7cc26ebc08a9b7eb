import { describe, expect, it } from '@jest/globals';
import { isDatabaseUnavailable, isUniqueViolation } from './database-errors.js';
import { Prisma } from './generated/client.js';

const known = (code: string) =>
  new Prisma.PrismaClientKnownRequestError('x', { code, clientVersion: Prisma.prismaVersion.client });

describe('a database that is away, full or slow', () => {
  it.each(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'])(
    'is told by Prisma: %s',
    (code) => {
      expect(isDatabaseUnavailable(known(code))).toBe(true);
    },
  );

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', '08006', '53300', '57P01', '57P03'])(
    'is told by the driver: %s',
    (code) => {
      expect(isDatabaseUnavailable(known(code))).toBe(true);
    },
  );

  it('is told by a client that could not begin', () => {
    expect(
      isDatabaseUnavailable(new Prisma.PrismaClientInitializationError('x', Prisma.prismaVersion.client)),
    ).toBe(true);
  });

  it.each(['P2002', 'P2025', 'P2010', '23505', '57014'])('is not told by %s', (code) => {
    expect(isDatabaseUnavailable(known(code))).toBe(false);
  });

  it.each([new Error('ECONNREFUSED'), undefined, { code: 'P1001' }])('is not told by %j', (error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});

it('knows the refusal of a unique constraint', () => {
  expect(isUniqueViolation(known('P2002'))).toBe(true);
  expect(isUniqueViolation(known('P2003'))).toBe(false);
  expect(isUniqueViolation({ code: 'P2002' })).toBe(false);
});
