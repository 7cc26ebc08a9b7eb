import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { waitUntil } from '../support/settled.js';

/** Longer than any test takes. */
const ENDLESS_MS = '300000';

let database: TestDatabase;
const started: Program[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  for (const program of started.splice(0)) {
    program.process.kill('SIGKILL');
    await program.ended;
  }
  await database.drop();
});

function start(source: string, shutdownDelayMs: string): Program {
  const env = { DATABASE_URL: database.url, PORT: '0', SHUTDOWN_DELAY_MS: shutdownDelayMs };
  const program = startProgram(source, { env });
  started.push(program);
  return program;
}

async function startApi(shutdownDelayMs: string): Promise<{ program: Program; url: string }> {
  const program = start('src/main.ts', shutdownDelayMs);
  return { program, url: await addressOf(program) };
}

const isReady = async (url: string) => (await fetch(`${url}/health/ready`)).ok;
const saveDraft = (url: string) =>
  fetch(`${url}/engagements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Late' }),
  });

it('says first that it is not ready, and serves what still comes, each connection a last time', async () => {
  const { program, url } = await startApi(ENDLESS_MS);
  expect((await saveDraft(url)).headers.get('connection')).toBe('keep-alive');
  expect(await isReady(url)).toBe(true);

  program.process.kill('SIGTERM');
  await waitUntil(async () => !(await isReady(url)));

  const answer = await fetch(`${url}/health/ready`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(await answer.json()).toMatchObject({ type: '/problems/stopping' });
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const saved = await saveDraft(url);
  expect(saved.status).toBe(201);
  expect(saved.headers.get('connection')).toBe('close');
  expect(program.process.exitCode).toBeNull();
});

it('closes its port after the delay, and ends with 0', async () => {
  const { program, url } = await startApi('500');
  program.process.kill('SIGTERM');

  expect((await program.ended).code).toBe(0);
  await expect(isReady(url)).rejects.toThrow('fetch failed');
});

it('ends at once at a second signal, however long the delay is', async () => {
  const { program, url } = await startApi(ENDLESS_MS);
  program.process.kill('SIGINT');
  await waitUntil(async () => !(await isReady(url)));
  // What comes within half a second may be the same Ctrl-C.
  await waitUntil(() => {
    program.process.kill('SIGTERM');
    return program.process.exitCode !== null;
  });

  expect(program.process.exitCode).toBe(128 + 15);
});

it.each(['SIGINT', 'SIGHUP', 'SIGQUIT'] as const)(
  'a worker alone stops in good order at %s',
  async (signal) => {
    const worker = start('src/main-worker.ts', '0');
    await worker.printed('The worker has started');
    worker.process.kill(signal);

    expect((await worker.ended).code).toBe(0);
  },
);
