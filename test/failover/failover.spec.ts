import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { migrate } from '../../src/database/migrate.js';
import { engagement } from '../support/engagements.factory.js';
import {
  loseServer,
  type PostgresPair,
  promote,
  type StartedPostgres,
  startPostgresPair,
} from '../support/postgres-pair.js';
import { type PostgresProxy, startPostgresProxy } from '../support/postgres-proxy.js';
import { addressOf, startProgram } from '../support/program.js';
import { connect, waitUntil } from '../support/settled.js';
import { type Fleet, startFleet } from './fleet.js';

/** A fleet on a primary with a standby, behind one address that leads to whichever takes writes. */
interface Scene {
  readonly pair: PostgresPair;
  readonly simulator: RunningSimulator;
  readonly fleet: Fleet;
  readonly api: string;
  /** The primary is lost with its machine, the standby promoted, and the address led there. */
  failOver(): Promise<void>;
}

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

async function startPair(options: { synchronous: boolean }): Promise<PostgresPair> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-failover-'));
  ends.push(() => rm(directory, { recursive: true, force: true }));
  await chmod(directory, 0o711);
  const pair = await startPostgresPair(directory, options);
  ends.push(() => pair.stop());
  return pair;
}

async function startScene(options: { synchronous: boolean }): Promise<Scene> {
  const pair = await startPair(options);
  await migrate(urlOf(pair.primary));
  const address = await startPostgresProxy(urlOf(pair.primary), { decide: () => 'pass' });
  ends.push(() => address.close());
  const simulator = await startSimulator({ ratePerSecond: 0 });
  ends.push(() => simulator.close());
  const fleet = await startFleet({
    DATABASE_URL: address.url(urlOf(pair.primary)),
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
  });
  ends.push(() => fleet.stop());
  const [api] = fleet.apis;
  return { pair, simulator, fleet, api, failOver: () => failOver(pair, address, api) };
}

const urlOf = ({ server }: PostgresPair['primary']) => server.url('postgres');

async function failOver(pair: PostgresPair, address: PostgresProxy, api: string): Promise<void> {
  await loseServer(pair.primary.server);
  await promote(pair.standby.server);
  address.redirect(urlOf(pair.standby));
  await waitUntil(async () => (await request(api).get('/health/ready')).status === 200);
}

const submit = (api: string, title: string): Promise<Response> =>
  request(api)
    .post('/engagements?submit=true')
    .set('idempotency-key', title)
    .send(engagement({ title }))
    .then((answer) => answer);

const titlesInAws = ({ simulator }: Scene) =>
  simulator.ledger().engagements.map(({ request: sent }) => String(sent['Title']));

/** Whether a server has the engagement as submitted. */
async function hasSubmitted(server: PostgresPair['primary'], title: string): Promise<boolean> {
  const client = await connect(urlOf(server));
  try {
    const { rows } = await client.query(
      "SELECT 1 FROM engagements WHERE title = $1 AND status = 'submitted'",
      [title],
    );
    return rows.length > 0;
  } finally {
    await client.end();
  }
}

it('keeps all that a synchronous standby has confirmed, and confirms nothing else', async () => {
  const scene = await startScene({ synchronous: true });
  const { pair, fleet, api } = scene;
  const { body: ready } = await request(api).get('/health/ready').expect(200);
  const kept = await submit(api, 'Kept');
  await pair.cutReplication();
  const unconfirmed = submit(api, 'Unconfirmed');
  await waitUntil(() => waitsForStandby(pair));
  await scene.failOver();
  const repeated = await submit(api, 'Unconfirmed');

  expect(ready).toEqual({ status: 'ok', warnings: [] });
  expect(fleet.outputs().join('')).not.toContain('standbys-asynchronous');
  expect(kept.status).toBe(201);
  expect((await unconfirmed).body).toMatchObject({ status: 503, type: '/problems/database-unavailable' });
  expect((await request(api).get(String(kept.headers['location']))).body).toEqual(kept.body);
  expect(repeated.status).toBe(201);
  expect(titlesInAws(scene).toSorted()).toEqual(['Kept', 'Unconfirmed']);
});

it('has warned of an asynchronous standby, with which a commit that was confirmed is forgotten', async () => {
  const scene = await startScene({ synchronous: false });
  const { pair, fleet, api } = scene;
  const { body: ready } = await request(api).get('/health/ready').expect(200);
  const followed = await submit(api, 'Followed');
  await waitUntil(() => hasSubmitted(pair.standby, 'Followed'));
  await pair.cutReplication();
  const forgotten = await submit(api, 'Forgotten');
  await scene.failOver();

  expect(ready).toEqual({
    status: 'ok',
    warnings: [{ code: 'standbys-asynchronous', message: expect.any(String) }],
  });
  expect(fleet.outputs().map((output) => output.includes('standbys-asynchronous'))).toEqual([
    true,
    true,
    true,
  ]);
  await request(api).get(String(followed.headers['location'])).expect(200);
  expect(forgotten.status).toBe(201);
  await request(api).get(String(forgotten.headers['location'])).expect(404);

  // The key is forgotten too: what AWS has, and nobody here knows of, is created a second time.
  const repeated = await submit(api, 'Forgotten');
  expect(repeated.status).toBe(201);
  expect(repeated.body.id).not.toBe(forgotten.body.id);
  expect(titlesInAws(scene).toSorted()).toEqual(['Followed', 'Forgotten', 'Forgotten']);
});

it('is not ready at a standby', async () => {
  const { primary, standby } = await startPair({ synchronous: true });
  await migrate(urlOf(primary));
  await waitUntil(() => hasAllMigrationsOf(primary, standby));
  const misled = startProgram('src/main.ts', { env: { DATABASE_URL: urlOf(standby), PORT: '0' } });
  ends.push(() => {
    misled.process.kill('SIGTERM');
    return misled.ended;
  });
  const { body } = await request(await addressOf(misled))
    .get('/health/ready')
    .expect(503);

  expect(body).toMatchObject({
    type: '/problems/database-unavailable',
    detail: 'The database takes no writes.',
  });
});

/** A synchronous standby confirms what it has on its disk, and shows it a moment later. */
async function hasAllMigrationsOf(primary: StartedPostgres, standby: StartedPostgres): Promise<boolean> {
  const [wanted, shown] = await Promise.all([countMigrations(primary), countMigrations(standby)]);
  return wanted === shown;
}

async function countMigrations(server: StartedPostgres): Promise<number> {
  const client = await connect(urlOf(server));
  try {
    const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
    return rows[0]?.exists === true
      ? Number((await client.query('SELECT count(*) FROM _prisma_migrations')).rows[0]?.count)
      : 0;
  } finally {
    await client.end();
  }
}

async function waitsForStandby(pair: PostgresPair): Promise<boolean> {
  const client = await connect(urlOf(pair.primary));
  try {
    const { rows } = await client.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    return rows.length > 0;
  } finally {
    await client.end();
  }
}
