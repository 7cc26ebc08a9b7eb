import { expect, it } from '@jest/globals';
import { describeMigrationError } from './migrate-error.js';

const url = 'postgresql://ada:top-secret@db.example:5432/crm';
const refused = new Error('connect ECONNREFUSED 10.0.0.1:5432');

it.each([
  ['an error', refused, 'connect ECONNREFUSED 10.0.0.1:5432'],
  ['one for each address of a name', new AggregateError([refused, new Error('x')]), refused.message],
  ['several lines', new Error(' first\nsecond '), 'first'],
  ['what is no error', 'gone', 'gone'],
])('is told in one line, without the password: %s', (_, error, reason) => {
  expect(describeMigrationError(url, error)).toBe(
    `Could not migrate database crm at db.example:5432: ${reason}`,
  );
});
