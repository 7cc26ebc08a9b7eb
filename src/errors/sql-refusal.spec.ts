import { expect, it } from '@jest/globals';
import { sqlRefusalOf } from './sql-refusal.js';

const postgres = (code: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { severity: 'ERROR', code, ...more });
const adapters = (originalCode: string, originalMessage: string) => ({
  code: 'P2010',
  meta: { driverAdapterError: { cause: { kind: 'postgres', originalCode, originalMessage } } },
});

it.each([
  ['42501', 'table submissions', postgres('42501', 'permission denied for table submissions')],
  [
    '42501',
    'sequence engagement_events_id_seq',
    postgres('42501', 'permission denied for sequence engagement_events_id_seq'),
  ],
  ['42501', 'schema public', postgres('42501', 'permission denied for schema public')],
  ['42501', 'database crm', postgres('42501', 'permission denied for database "crm"')],
  ['42501', 'table submission_batches', adapters('42501', 'permission denied for table submission_batches')],
  ['42P01', 'table submission_turns', postgres('42P01', 'relation "submission_turns" does not exist')],
  [
    '23505',
    'table engagements',
    postgres('23505', 'duplicate key value violates …', { table: 'engagements' }),
  ],
  ['22P02', undefined, postgres('22P02', 'invalid input syntax for type uuid: "ada@acme.example.com"')],
  ['42501', undefined, postgres('42501', 'keine Berechtigung für Tabelle submissions')],
])('has SQLSTATE %s, about %s', (sqlState, relation, thrown) => {
  expect(sqlRefusalOf(thrown)).toEqual({ sqlState, ...(relation === undefined ? {} : { relation }) });
});

it.each([
  ['an error of this process', new TypeError('x is undefined')],
  ['a lost connection', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
  ['nothing', undefined],
])('is none: %s', (_, thrown) => {
  expect(sqlRefusalOf(thrown)).toBeUndefined();
});
