import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { listen } from '../support/listen.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { waitUntil } from '../support/settled.js';
import { scrape } from './scrape.js';

jest.setTimeout(60_000);

const env = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret', PORT: '0' };
const pepper = { API_KEY_PEPPER: '0123456789abcdef0123456789abcdef' };

/** The port for health and metrics, as soon as it is there. */
async function operationsOf(program: Program): Promise<string> {
  await program.printed('Health and metrics on ');
  return /Health and metrics on (?<url>http:[^"\s]+)/.exec(program.output())?.groups?.['url'] ?? '';
}

async function stop(program: Program): Promise<void> {
  program.process.kill();
  await program.ended;
}

describe('a worker alone with HEALTH_PORT', () => {
  let database: TestDatabase;
  let worker: Program;
  let url: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    // What the API on the same machine reads is not the worker's.
    worker = startProgram('src/main-worker.ts', {
      env: { ...env, DATABASE_URL: database.url, HEALTH_PORT: '0', METRICS_PORT: '1' },
    });
    url = await operationsOf(worker);
  });
  afterAll(() => stop(worker));

  it('tells its health and its metrics as an API does', async () => {
    const { body: live, headers } = await request(url).get('/health/live').expect(200);
    expect(live).toEqual({ status: 'ok' });
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const { body: ready } = await request(url).get('/health/ready').expect(200);
    expect(ready).toMatchObject({ status: 'ok' });
    const { value } = await scrape(`${url}/metrics`);
    expect(value('database_up')).toBe(1);
    expect(value('service_ready')).toBe(1);
    expect(value('submissions_open', { step: 'send' })).toBe(0);
  });

  it('answers HEAD without a body', async () => {
    const { text, headers } = await request(url).head('/health/live').expect(200);
    expect(text).toBeUndefined();
    expect(headers['content-length']).toBe('15');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/engagements'],
    ['GET', '/metrics/'],
    ['GET', '/health/ready/more'],
    ['GET', '//metrics'],
    ['POST', '/'],
  ])('has nothing else: %s %s', async (method, path) => {
    const answer = await fetch(`${url}${path}`, { method });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ type: '/problems/not-found', instance: path });
  });

  it.each([
    ['POST', '/metrics'],
    ['DELETE', '/health/live'],
    ['PUT', '/health/ready?x=1'],
  ])('is read only: %s %s', async (method, path) => {
    const answer = await fetch(`${url}${path}`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await answer.json()).toMatchObject({ type: '/problems/method-not-allowed', status: 405 });
  });

  it('answers all the same while its database is away, and says that it is', async () => {
    const before = await scrape(`${url}/metrics`);
    expect(before.value('submissions_last_slot_seconds')).toBe(Number.POSITIVE_INFINITY);
    await database.drop();
    const { body } = await request(url).get('/health/ready').expect(503);
    expect(body).toMatchObject({ type: '/problems/database-unavailable', instance: '/health/ready' });
    let scraped = await scrape(`${url}/metrics`);
    // What was read before is told for two seconds.
    await waitUntil(async () => {
      scraped = await scrape(`${url}/metrics`);
      return scraped.value('database_up') === 0 && scraped.value('service_ready') === 0;
    });
    expect(scraped.value('submissions_open', { step: 'send' })).toBeUndefined();
    expect(scraped.value('submissions_oldest_open_seconds')).toBeUndefined();
    expect(scraped.value('submission_rate_used_ratio')).toBe(0);
    expect(scraped.value('process_resident_memory_bytes')).toBeGreaterThan(0);
    await request(url).get('/health/live').expect(200);
  });
});

describe('an API', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  const start = (more: Record<string, string>) =>
    startProgram('src/main.ts', { env: { ...env, DATABASE_URL: database.url, ...more } });

  it('without sign-in has metrics on its own port, and on METRICS_PORT too where that is set', async () => {
    const api = start({ METRICS_PORT: '0' });
    try {
      await request(await addressOf(api))
        .get('/metrics')
        .expect(200);
      await request(await operationsOf(api))
        .get('/metrics')
        .expect(200);
    } finally {
      await stop(api);
    }
  });

  it('with sign-in has them on METRICS_PORT only', async () => {
    const api = start({ AUTH: 'api-key', METRICS_PORT: '0', ...pepper });
    try {
      const url = await addressOf(api);
      const { body } = await request(url).get('/metrics');
      expect(body.type).toMatch(/^\/problems\/(?:not-found|unauthenticated)$/);
      await request(await operationsOf(api))
        .get('/metrics')
        .expect(200);
    } finally {
      await stop(api);
    }
  });

  it('does not start where METRICS_PORT is taken, and says so', async () => {
    const taken = createServer();
    const port = await listen(taken);
    try {
      const { code, output } = await start({ METRICS_PORT: String(port) }).ended;
      expect(code).toBe(71);
      expect(output).toContain(`METRICS_PORT: listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
    } finally {
      taken.close();
    }
  });
});
