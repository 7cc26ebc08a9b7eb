import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { startApi } from '../support/api.js';
import { project } from '../support/built-program.js';
import { contact, lead } from '../support/engagements.factory.js';
import { startProgram } from '../support/program.js';
import { startStormyStack, type StormyStack } from './stormy-stack.js';

jest.setTimeout(180_000);

const LEADS = 60;
const TWICE = 10;

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) {
    await stop();
  }
});

async function stormyStack(): Promise<StormyStack> {
  const stack = await startStormyStack();
  stops.push(() => stack.close());
  return stack;
}

const badgeOf = (index: number) => `badge-${index}`;

/** What a badge scanner has of a visitor. */
function scan(index: number) {
  return {
    badge: badgeOf(index),
    wants: `Lead ${index}: on-premises capacity runs out each November.`,
    customer: lead().customer,
    contact: contact({ email: `visitor-${index}@acme.example.com` }),
    event: {
      sourceType: 'Event',
      sourceId: 'retail-summit-2026',
      sourceName: 'Retail Summit',
      interactionDate: '2026-11-02T10:30:00Z',
    },
  };
}

/** Each visitor, and the first ones once more, at once with themselves and later. */
const visitors = Array.from({ length: LEADS }, (_, index) => index);
const deliveries = visitors
  .flatMap((index) => (index < TWICE / 2 ? [index, index] : [index]))
  .concat(visitors.slice(TWICE / 2, TWICE));

const scansFile = (text: string) => temporaryFile('scans.jsonl', text);

async function temporaryFile(name: string, text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-example-'));
  stops.push(() => rm(directory, { recursive: true }));
  const file = join(directory, name);
  await writeFile(file, text);
  return file;
}

/** All of them are in AWS, each once. */
function expectEachOnce({ simulator }: StormyStack): void {
  const texts = simulator.ledger().engagements.map(({ request }) => JSON.stringify(request));
  const found = visitors.map((index) => texts.filter((text) => text.includes(`Lead ${index}:`)).length);

  expect(found).toEqual(visitors.map(() => 1));
  expect(texts).toHaveLength(LEADS);
}

it('delivers each lead once, whatever happens: the example', async () => {
  const stack = await stormyStack();
  const file = await scansFile(deliveries.map((index) => `${JSON.stringify(scan(index))}\n`).join(''));
  const example = startProgram('examples/lead-capture/lead-capture.ts', {
    args: [file],
    env: { API_URL: stack.url },
  });
  stops.push(async () => {
    example.process.kill('SIGKILL');
    await example.ended;
  });
  const kills = await stack.killDuring(example.ended, LEADS);
  const { code, output } = await example.ended;

  // Both the API and the worker.
  expect(kills).toBeGreaterThanOrEqual(2);
  expect(output).not.toContain('Error');
  expect(code).toBe(0);
  expect(output.match(/^badge-\d+: arn:aws:/gm)).toHaveLength(deliveries.length);
  expect(stack.proxy.lost()).toBeGreaterThan(20);
  expect(await stack.unstruck()).toEqual([]);
  expectEachOnce(stack);
});

it('takes the scans beside it, and tells of each', async () => {
  const api = await startApi();
  stops.push(() => api.close());
  const example = startProgram('examples/lead-capture/lead-capture.ts', {
    args: [join(project, 'examples/lead-capture/scans.jsonl')],
    env: { API_URL: api.url },
  });
  const { code, output } = await example.ended;

  expect(code).toBe(0);
  expect(output.match(/^retail-summit-\d+: arn:aws:/gm)).toHaveLength(3);
  expect(api.simulator.ledger().engagements).toHaveLength(2);
});

it('tells of a scan that can’t be delivered, and goes on with the others', async () => {
  const api = await startApi();
  stops.push(() => api.close());
  const file = await scansFile(
    `${JSON.stringify({ ...scan(1), contact: {} })}\n${JSON.stringify(scan(2))}\n`,
  );
  const example = startProgram('examples/lead-capture/lead-capture.ts', {
    args: [file],
    env: { API_URL: api.url },
  });
  const { code, output } = await example.ended;

  expect(code).toBe(1);
  expect(output).toMatch(/^badge-1: NotReady: /m);
  expect(output).toMatch(/^badge-2: arn:aws:/m);
});

it('has at most 30 lines of code', async () => {
  const text = await readFile(join(project, 'examples/lead-capture/lead-capture.ts'), 'utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('//'));

  expect(lines.length).toBeLessThanOrEqual(30);
});

/** The program for plain `fetch` that docs/api.md has, as it stands but for its address. */
async function documentedPut(url: string): Promise<(ref: string, lead: object) => Promise<unknown>> {
  const page = await readFile(join(project, 'docs/api.md'), 'utf8');
  const program = /```js\n(?<program>[^]*?)```/.exec(page)?.groups?.['program'] ?? '';
  const file = await temporaryFile('put-lead.mjs', `export ${program.replace('http://127.0.0.1:3000', url)}`);
  const { putLead }: { putLead?: unknown } = await import(file);
  if (typeof putLead !== 'function') {
    throw new TypeError('docs/api.md has no putLead');
  }
  return async (ref, lead) => Promise.resolve<unknown>(putLead(ref, lead));
}

it('delivers each lead once, whatever happens: plain fetch', async () => {
  const stack = await stormyStack();
  const putLead = await documentedPut(stack.url);
  const left = deliveries.values();
  const deliverSome = async () => {
    for (const index of left) {
      const { badge, wants, customer, contact: visitor, event } = scan(index);
      await putLead(badge, {
        title: 'Retail Summit',
        description: wants,
        contexts: [
          {
            type: 'lead',
            customer,
            interactions: [
              { ...event, customerAction: 'Visited our booth', businessProblem: wants, contact: visitor },
            ],
          },
        ],
      });
    }
  };
  const kills = await stack.killDuring(Promise.all(Array.from({ length: 8 }, deliverSome)), LEADS);

  // Both the API and the worker.
  expect(kills).toBeGreaterThanOrEqual(2);
  expect(stack.proxy.lost()).toBeGreaterThan(20);
  expect(await stack.unstruck()).toEqual([]);
  expectEachOnce(stack);
});
