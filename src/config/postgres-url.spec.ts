import { expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.js';

const DATABASE_URL = 'postgresql://user:password@localhost:5432/partner_engagements';
const load = (environment: Record<string, string> = {}) => loadSettings({ DATABASE_URL, ...environment });

it.each([
  'postgresql://ada:p@ss/w#rd@db.example/crm',
  'postgresql://ada:s3cret#@db.example/crm',
  'postgresql://ada:s3cret/@db.example/crm',
  'postgresql://ada:12/s3cret@db.example/crm',
  'postgresql://ada:12?s3cret@db.example/crm',
  'postgresql://ada:s3cret?@db.example/crm',
  'postgresql://ada:s3cret%@db.example/crm',
  'postgresql://ada:s3cret[@db.example/cr/m',
])('a password that needs percent-encoding says so, and is not told: %s', (url) => {
  for (const name of ['DATABASE_URL', 'DATABASE_DIRECT_URL']) {
    expect(() => load({ [name]: url })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(new RegExp(`^${name}: (?!.*(?:s3cret|ada|w#rd)).*percent-encoded`)),
      }),
    );
  }
});

it.each([
  'postgresql://ada:p%40ss%2Fw%23rd@db.example/crm',
  'postgresql://ada:p@ss@db.example/crm',
  'postgresql://ada%40tenant:secret@db.example:5432/crm?sslmode=require&application_name=crm',
  'postgresql://db.example/crm?user=ada%40tenant',
  'postgresql:///crm?host=/var/run/postgresql',
  'postgresql://ada@[::1]:5432/',
])('the database may be at %s', (url) => {
  expect(load({ DATABASE_URL: url }).databaseUrl).toBe(url);
});
