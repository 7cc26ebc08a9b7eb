import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../support/api.js';
import { project } from '../support/built-program.js';
import { engagement } from '../support/engagements.factory.js';
import { connect } from '../support/settled.js';

it('a copy of a database has nothing left to send, and no key that opens it', async () => {
  const api = await startApi({ SUBMISSION_WORKER: 'off' });
  const client = await connect(api.database.url);
  try {
    const { body } = await request(api.url)
      .post('/engagements?submit=true')
      .set('prefer', 'respond-async')
      .send(engagement())
      .expect(202);
    await client.query(
      `INSERT INTO api_keys (id, name, scopes, hash, salt) VALUES ('1', 'crm', '{}', 'hash', 'salt')`,
    );

    await client.query(await readFile(join(project, 'deploy/sql/settle-copy.sql'), 'utf8'));

    expect((await client.query('SELECT 1 FROM submissions WHERE settled_at IS NULL')).rows).toEqual([]);
    expect((await client.query('SELECT 1 FROM api_keys WHERE revoked_at IS NULL')).rows).toEqual([]);
    const shown = await request(api.url)
      .get(`/engagements/${String(body.id)}`)
      .expect(200);
    expect(shown.body).toMatchObject({ status: 'rejected' });
    expect(api.simulator.ledger().calls.total).toBe(0);
  } finally {
    await client.end();
    await api.close();
  }
});
