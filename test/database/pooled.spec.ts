import { expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../support/api.js';
import { createTestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { startPostgresProxy } from '../support/postgres-proxy.js';
import { connect, waitUntil } from '../support/settled.js';

it.each([
  ['sets its sessions’ limits', false],
  ['sets nothing for sessions that a pooler gives to others too', true],
])('%s', async (_, isPooled) => {
  const database = await createTestDatabase();
  const statements: string[] = [];
  const way = await startPostgresProxy(database.url, {
    decide: ({ sql }) => {
      statements.push(sql);
      return 'pass';
    },
  });
  const through = way.url(database.url);
  const api = await startApi({
    DATABASE_URL: through,
    DATABASE_DIRECT_URL: isPooled ? database.url : through,
  });
  try {
    await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);
    const ofSessions = statements.filter((sql) => /^\s*(?:SET|LISTEN)\b/i.test(sql));

    expect(statements.some((sql) => sql.includes('INSERT INTO engagements'))).toBe(true);
    for (const limit of ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout']) {
      expect(ofSessions.some((sql) => sql.includes(limit))).toBe(!isPooled);
    }
    expect(ofSessions.some((sql) => sql.startsWith('LISTEN'))).toBe(!isPooled);
  } finally {
    await api.close();
    await way.close();
    await database.drop();
  }
});

it('listens on a session of its own, past the pooler', async () => {
  const database = await createTestDatabase();
  const pooler = await startPostgresProxy(database.url, { decide: () => 'pass' });
  const api = await startApi({ DATABASE_URL: pooler.url(database.url), DATABASE_DIRECT_URL: database.url });
  const client = await connect(database.url);
  try {
    await pooler.close();
    await waitUntil(async () => {
      const { rows } = await client.query(
        'SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      return rows.length === 1 && String(rows[0].query).startsWith('LISTEN');
    });
  } finally {
    await client.end();
    await api.close();
    await database.drop();
  }
});
