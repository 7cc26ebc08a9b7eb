import { fileURLToPath } from 'node:url';
import { expect, it, jest } from '@jest/globals';
import type { Program } from '../support/program.js';
import { createServiceRole } from '../support/service-role.js';
import { waitForStatus, waitUntil } from '../support/settled.js';
import { credentials, play } from './crash-scene.js';

jest.setTimeout(60_000);

const fastClock = fileURLToPath(new URL('../support/fast-clock.mjs', import.meta.url));
const settings = {
  ...credentials,
  SUBMISSION_LEASE_MS: '60000',
  NODE_OPTIONS: `--import ${fastClock}`,
  SUBMISSION_RETRY_BASE_MS: '20',
};

interface Line {
  readonly level: number;
  readonly trouble?: string;
  readonly over?: boolean;
  readonly cause?: string;
  readonly lastedSeconds?: number;
  readonly msg: string;
}

const linesOf = (program: Program) =>
  program
    .output()
    .split('\n')
    .slice(0, -1)
    .map((line): Line => JSON.parse(line));

const told = (program: Program, trouble: string) =>
  linesOf(program).filter((line) => line.trouble === trouble);

/** It is an error after half a minute, again after a minute, and nothing else is told of it. */
async function isToldTwice(program: Program, trouble: string): Promise<void> {
  await waitUntil(() => told(program, trouble).length >= 2);
  const [first, second] = told(program, trouble);
  expect([first, second].map((line) => line?.level)).toEqual([50, 50]);
  const seconds = (second?.lastedSeconds ?? 0) - (first?.lastedSeconds ?? 0);
  expect(first?.lastedSeconds).toBeGreaterThanOrEqual(30);
  expect(seconds).toBeGreaterThanOrEqual(60);
}

async function isOver(program: Program, trouble: string): Promise<void> {
  await waitUntil(() => told(program, trouble).some(({ over }) => over === true));
  expect(told(program, trouble).at(-1)).toMatchObject({ level: 40, over: true });
}

it.concurrent(
  'a password that no longer holds: an error now and then instead of a flood, and a line when it holds again',
  () =>
    play(async (scene) => {
      const { database, api } = scene;
      const role = await createServiceRole(database, api.database.url);
      const worker = scene.startWorker({ ...settings, DATABASE_URL: role.url });
      await worker.printed('The worker has started');
      await database.query(`ALTER ROLE ${role.name} PASSWORD 'another'`);
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role.name}'`,
      );

      await isToldTwice(worker, 'database-password');
      expect(told(worker, 'database-password')[0]?.cause).toBe('SQLSTATE 28P01');
      await database.query(`ALTER ROLE ${role.name} PASSWORD 'secret'`);
      await isOver(worker, 'database-password');

      expect(linesOf(worker).filter(({ level, trouble }) => level >= 40 && trouble === undefined)).toEqual([
        // What it says of the test's server when it starts.
        expect.objectContaining({ codes: expect.anything() }),
      ]);
      worker.process.kill('SIGKILL');
      await worker.ended;
      await role.drop();
    }),
);

it.concurrent('a right that is taken away is named with its table', () =>
  play(async (scene) => {
    const { database, api } = scene;
    const role = await createServiceRole(database, api.database.url);
    const worker = scene.startWorker({ ...settings, DATABASE_URL: role.url });
    await worker.printed('The worker has started');
    await database.query(`REVOKE UPDATE ON submissions FROM ${role.name}`);

    await isToldTwice(worker, 'database-right');
    expect(told(worker, 'database-right')[0]?.cause).toMatch(
      /SQLSTATE 42501, table submissions|lacks UPDATE on table submissions/,
    );
    worker.process.kill('SIGKILL');
    await worker.ended;
    await role.drop();
  }),
);

it.concurrent.each([
  ['aws-credentials', 'ExpiredTokenException', { kind: 'error', error: { name: 'ExpiredTokenException' } }],
  ['aws-unreachable', 'connection-lost', { kind: 'reset-before' }],
  [
    'aws-unreachable',
    'InternalServerException',
    { kind: 'error', error: { name: 'InternalServerException' } },
  ],
] as const)('%s: %s', (trouble, cause, fault) =>
  play(async (scene) => {
    const { api } = scene;
    api.simulator.addFault(fault);
    const worker = scene.startWorker({
      ...settings,
      SUBMISSION_MAX_ATTEMPTS: '100',
      SUBMISSION_RETRY_BASE_MS: '100',
    });
    const id = await scene.submit();

    await isToldTwice(worker, trouble);
    expect(told(worker, trouble)[0]?.cause).toBe(cause);
    api.simulator.clearFaults();
    await waitForStatus(api.database.url, id, 'submitted');
    await isOver(worker, trouble);
  }),
);
