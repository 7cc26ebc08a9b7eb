import { expect, it } from '@jest/globals';
import { LastingTrouble } from '../trouble/lasting-trouble.js';
import { databaseTroubleOf, reportDatabaseTrouble } from './database-trouble.js';

const postgres = (code: string, message = 'secret words') =>
  Object.assign(new Error(message), { severity: 'FATAL', code });

it.each([
  ['database-away', 'connection-refused', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
  ['database-away', 'connection-lost', new Error('Connection terminated unexpectedly')],
  ['database-away', 'connection-lost', { kind: 'ConnectionClosed' }],
  ['database-away', 'SQLSTATE 57P03', postgres('57P03')],
  ['database-away', 'SQLSTATE 53300', postgres('53300')],
  ['database-away', 'SQLSTATE 25006', postgres('25006')],
  ['database-password', 'SQLSTATE 28P01', postgres('28P01')],
  ['database-password', 'SQLSTATE 28000', postgres('28000')],
  [
    'database-password',
    'no-password',
    new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
  ],
  ['database-missing', 'SQLSTATE 3D000', postgres('3D000')],
  [
    'database-right',
    'SQLSTATE 42501, table submissions',
    postgres('42501', 'permission denied for table submissions'),
  ],
  [
    'database-migration',
    'SQLSTATE 42P01, table submission_turns',
    postgres('42P01', 'relation "submission_turns" does not exist'),
  ],
])('is %s: %s', (kind, cause, thrown) => {
  expect(databaseTroubleOf(thrown)).toEqual({ kind, cause });
});

it.each([
  ['a unique violation', postgres('23505')],
  ['a value that PostgreSQL does not take', postgres('22P02')],
  ['a mistake of ours', new TypeError('x is undefined')],
  ['nothing', undefined],
])('is none: %s', (_, thrown) => {
  expect(databaseTroubleOf(thrown)).toBeUndefined();
});

it('is reported, and ends what the same source has found before', () => {
  let now = 0;
  const ignore = () => undefined;
  const trouble = new LastingTrouble(() => now, { error: ignore, warn: ignore, debug: ignore });
  const lasts = (error: Error) => {
    for (const from = now; now < from + 31_000; now += 1000) {
      expect(reportDatabaseTrouble(trouble, 'listen', error)).toBe(true);
      trouble.tell();
    }
  };

  lasts(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
  expect(trouble.told()).toEqual(['database-away']);
  lasts(postgres('28P01'));
  expect(trouble.told()).toEqual(['database-password']);
  expect(reportDatabaseTrouble(trouble, 'listen', new TypeError('x'))).toBe(false);
});
