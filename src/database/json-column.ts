import type { Prisma } from './generated/client.js';

/** An object as Prisma takes it for a jsonb column: plain, without what JSON can't hold. */
export function jsonColumn(value: object): Prisma.InputJsonValue {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  if (!isJson(plain)) {
    throw new TypeError('Not a JSON value');
  }
  return plain;
}

/** JSON.parse gives nothing but JSON; of that, only null is not for a column. */
function isJson(value: unknown): value is Prisma.InputJsonValue {
  return value !== null && value !== undefined;
}
