import { expect, it } from '@jest/globals';
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

it.each([
  ['a text', 'x', 'x'],
  ['nothing', undefined, 'undefined'],
])('takes %s that was thrown', (_, thrown, message) => {
  expect(loggableError(thrown)).toEqual({ message });
});
