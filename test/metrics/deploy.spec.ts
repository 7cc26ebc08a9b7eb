import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { project } from '../support/built-program.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { engagement } from '../support/engagements.factory.js';
import { addressOf, type Program, startProgram } from '../support/program.js';
import { waitForStatus, waitUntil } from '../support/settled.js';
import { askedBy } from './promql.js';
import { type Sample, scrape } from './scrape.js';

jest.setTimeout(60_000);

/** Prometheus's own. */
const ofPrometheus = new Set(['up']);

const read = (path: string) => readFileSync(join(project, path), 'utf8');
const alerts = read('deploy/prometheus/alerts.yaml');
const dashboard: unknown = JSON.parse(read('deploy/grafana/partner-engagements.json'));

let database: TestDatabase;
let simulator: RunningSimulator;
let programs: readonly Program[] = [];
let samples: readonly Sample[] = [];

/** An API that leaves submissions to a worker, and that worker, after what there is to measure. */
beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await startSimulator({ ratePerSecond: 0 });
  const env = {
    DATABASE_URL: database.url,
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    SUBMISSION_RETRY_BASE_MS: '1',
    SUBMISSION_MAX_ATTEMPTS: '1',
    RECONCILIATION_DELAY_MS: '1',
    // Else there may be no garbage yet that was collected.
    NODE_OPTIONS: '--max-semi-space-size=1',
  };
  const api = startProgram('src/main.ts', {
    env: { ...env, PORT: '0', METRICS_PORT: '0', SUBMISSION_WORKER: 'off' },
  });
  const worker = startProgram('src/main-worker.ts', { env: { ...env, HEALTH_PORT: '0' } });
  programs = [api, worker];
  const url = await addressOf(api);
  await worker.printed('Health and metrics on ');

  const fault = { operation: 'CreateEngagement', kind: 'error', times: 1 } as const;
  simulator.addFault({ ...fault, error: { name: 'ThrottlingException', message: 'Slow down.' } });
  await request(url).post('/engagements?submit=true').send(engagement()).expect(201);
  simulator.addFault({ ...fault, kind: 'reset-after' });
  const { body } = await request(url)
    .post('/engagements?submit=true')
    .set('prefer', 'respond-async')
    .send(engagement())
    .expect(202);
  await waitForStatus(database.url, String(body.id), 'submitted');

  // The counts follow the commit that the caller saw.
  await waitUntil(async () => {
    const scraped = await Promise.all(programs.map((one) => scrape(`${operationsUrlOf(one)}/metrics`)));
    samples = scraped.flatMap((one) => one.samples);
    const settled = samples.find(({ name }) => name === 'submissions_settled_total');
    return settled?.value === 2 && samples.some(({ name }) => name === 'nodejs_gc_duration_seconds_sum');
  });
});

afterAll(async () => {
  for (const { process } of programs) {
    process.kill();
  }
  await Promise.all(programs.map(({ ended }) => ended));
  await simulator.close();
  await database.drop();
});

describe('the alerts', () => {
  const rules = alerts.split(/^ {6}- alert: /m).slice(1);
  const memberOf = (rule: string, name: string) =>
    new RegExp(`^ +${name}:(?: >-)?\\s+(['"]?)([^]+?)\\1$`, 'm').exec(rule)?.[2] ?? '';

  it.each(rules.map((rule) => [rule.split('\n', 1)[0], rule]))(
    '%s asks for what there is',
    (_, rule = '') => {
      expectExposed(memberOf(rule, 'expr'));
    },
  );

  it.each(rules.map((rule) => [rule.split('\n', 1)[0], rule]))('%s has a runbook', (_, rule = '') => {
    const [path = '', heading = ''] = memberOf(rule, 'runbook_url').split('#');
    const anchors = read(path).matchAll(/^#+ (.+)$|<a id="([^"]+)">/gm);
    const slugs = [...anchors].map(([, title, id]) => id ?? slugOf(title ?? ''));
    expect(slugs).toContain(heading);
  });
});

describe('the dashboard', () => {
  it.each(expressionsOf(dashboard))('asks for what there is: %s', (expression) => {
    expectExposed(expression);
  });
});

it('what the processes tell is Prometheus’s text, each sample once for a process', () => {
  expect(samples.length).toBeGreaterThan(100);
  for (const { name, labels } of samples) {
    expect(name).toMatch(/^[a-z_][a-z0-9_]*$/);
    for (const value of Object.values(labels)) {
      expect(value.length).toBeLessThan(60);
    }
  }
});

function expectExposed(expression: string): void {
  const asked = askedBy(expression);
  expect(asked).not.toEqual([]);
  for (const { metric, labels } of asked) {
    if (!ofPrometheus.has(metric)) {
      const found = samples.filter(({ name }) => name === metric);
      expect([metric, found.length > 0]).toEqual([metric, true]);
      const known = new Set(found.flatMap((sample) => Object.keys(sample.labels)));
      expect([metric, labels.filter((name) => !known.has(name))]).toEqual([metric, []]);
    }
  }
}

/** Every `expr` of a dashboard, wherever it stands. */
function expressionsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]): string[] =>
    name === 'expr' && typeof member === 'string' ? [member] : expressionsOf(member),
  );
}

/** As GitHub makes them. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

function operationsUrlOf(program: Program): string {
  return /Health and metrics on (?<url>http:[^"\s]+)/.exec(program.output())?.groups?.['url'] ?? '';
}
