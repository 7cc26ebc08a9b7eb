import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { type PostgresServer, startPostgres } from '../../local/postgres-server.js';
import { migrate } from '../../src/database/migrate.js';
import { startApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { waitForStatus, waitUntil } from '../support/settled.js';

jest.setTimeout(60_000);

it('answers 503 while Postgres is away, loses nothing, and recovers by itself', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-outage-'));
  await chmod(directory, 0o711);
  const dataDirectory = join(directory, 'postgres');
  let postgres: PostgresServer = await startPostgres({ dataDirectory });
  const url = postgres.url('postgres');
  await migrate(url);
  const api = await startApi({ DATABASE_URL: url });
  try {
    api.simulator.addFault({ kind: 'delay', delayMs: 1500, times: 2 });
    const { body } = await request(api.url)
      .post('/engagements?submit=true')
      .set('prefer', 'respond-async')
      .send(engagement())
      .expect(202);
    const waiting = request(api.url)
      .post('/engagements?submit=true')
      .set('prefer', 'wait=3')
      .send(engagement({ title: 'Waited for' }))
      .then((answer) => answer);
    await waitUntil(() => api.simulator.ledger().calls.total === 2);
    // AWS answers while the database is away.
    await postgres.stop();
    const { body: unknown, headers } = await waiting;
    expect(unknown).toMatchObject({ status: 503, type: '/problems/database-unavailable' });
    expect(headers['location']).toBe(`/engagements/${unknown.engagementId}`);
    const refused = await request(api.url).post('/engagements').send(engagement()).expect(503);
    expect(refused.body.type).toBe('/problems/database-unavailable');
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    await request(api.url).get('/health/ready').expect(503);
    await request(api.url).get('/health/live').expect(200);
    postgres = await startPostgres({ dataDirectory, port: Number(new URL(url).port) });

    await waitForStatus(url, String(body.id), 'submitted');
    await waitForStatus(url, String(unknown.engagementId), 'submitted');
    expect(api.simulator.ledger().engagements).toHaveLength(2);
    await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);
  } finally {
    await api.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
});
