import { describe, expect, it } from '@jest/globals';
import { loggableError } from './loggable-error.js';

it('keeps name, code, message and frames of an error', () => {
  const error = Object.assign(new TypeError('x is undefined'), {
    code: 'ERR_X',
    body: 'ada@acme.example.com',
  });

  expect(loggableError(error)).toEqual({
    name: 'TypeError',
    code: 'ERR_X',
    message: 'x is undefined',
    stack: expect.stringMatching(/^\s+at [^]*loggable-error\.spec/),
  });
});

it('leaves out Prisma’s words, which quote the values of the query, from the stack too', () => {
  const error = new Error("Unique constraint failed: ('ada@acme.example.com',\n    at the company Acme)");
  error.name = 'PrismaClientKnownRequestError';
  error.stack = `${error.name}: ada@acme.example.com\n    at save (file.js:1:1)`;

  expect(loggableError(Object.assign(error, { code: 'P2002' }))).toEqual({
    name: 'PrismaClientKnownRequestError',
    code: 'P2002',
    stack: '    at save (file.js:1:1)',
  });
});

it('leaves out lines of a message that look like frames', () => {
  const { stack } = loggableError(new SyntaxError('Unexpected token\n    at ada@acme.example.com'));

  expect(stack).toMatch(/^\s+at [^]*loggable-error\.spec/);
  expect(stack).not.toContain('ada');
});

describe('of PostgreSQL’s errors', () => {
  const postgresError = (code: string, message: string) =>
    Object.assign(new Error(message), {
      severity: 'ERROR',
      code,
      detail: 'Failing row contains (ada@acme.example.com).',
      table: 'engagements',
      constraint: 'engagements_title_length',
    });

  it.each(['22P02', '22008', '23505', '23514', 'P0001', 'XX000'])('leaves out the words of %s', (code) => {
    expect(loggableError(postgresError(code, 'invalid input: "ada@acme.example.com"'))).toEqual({
      name: 'Error',
      code,
      table: 'engagements',
      constraint: 'engagements_title_length',
      stack: expect.stringMatching(/^\s+at /),
    });
  });

  it.each(['42501', '57P01', '53300', '40P01', '28P01'])(
    'keeps those of %s, which hold no values',
    (code) => {
      expect(loggableError(postgresError(code, 'permission denied for table engagements'))).toMatchObject({
        code,
        message: 'permission denied for table engagements',
      });
    },
  );
});

it('leaves out what V8 quotes of a text that is no JSON', () => {
  let thrown: unknown;
  try {
    JSON.parse('{"ada@acme.example.com"');
  } catch (error) {
    thrown = error;
  }

  expect(JSON.stringify(loggableError(thrown))).not.toContain('ada');
});

it.each([
  ['a text', 'x', 'x'],
  ['nothing', undefined, 'undefined'],
  ['an object', { kind: 'ConnectionClosed' }, 'ConnectionClosed'],
])('takes %s that was thrown', (_, thrown, message) => {
  expect(loggableError(thrown)).toEqual({ message });
});

it('names the SQLSTATE and the table of what PostgreSQL refuses, within Prisma’s error too', () => {
  const originalMessage = 'permission denied for table submissions';
  const error = Object.assign(new Error('secret words'), {
    code: 'P2010',
    meta: { driverAdapterError: { cause: { originalCode: '42501', originalMessage } } },
  });
  error.name = 'PrismaClientKnownRequestError';

  expect(loggableError(error)).toEqual({
    name: 'PrismaClientKnownRequestError',
    code: 'P2010',
    sqlState: '42501',
    relation: 'table submissions',
    stack: expect.any(String),
  });
});
