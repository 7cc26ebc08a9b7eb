import { Client } from 'pg';
import { engagement } from '../test/support/engagements.factory.js';
import { waitUntil } from '../test/support/settled.js';
import { startBenchStack } from './bench-stack.js';

/**
 * How close to AWS's quota three workers come with 300 waiting submissions, against a Partner Central that throttles
 * the sixteenth call in any sliding second; and how long somebody waits who submits in the middle of it.
 */

const RATE = 15;
const SUBMISSIONS = 300;
const WORKERS = 3;

const stack = await startBenchStack(RATE);
const database = new Client({ connectionString: stack.databaseUrl });
try {
  await database.connect();
  const { url } = await stack.startApi({ SUBMISSION_WORKER: 'off' });
  for (let index = 0; index < SUBMISSIONS; index += 1) {
    await submit(url, 'respond-async', 202);
  }
  await Promise.all(Array.from({ length: WORKERS }, () => stack.startWorker()));
  await waitUntil(() => stack.simulator.ledger().engagements.length >= 100);
  const asked = performance.now();
  await submit(url, 'wait=30', 201);
  const interactiveMs = performance.now() - asked;
  await waitUntil(async () => {
    const { rows } = await database.query("SELECT 1 FROM engagements WHERE status <> 'submitted' LIMIT 1");
    return rows.length === 0;
  });
  report(interactiveMs);
} finally {
  await database.end();
  await stack.stop();
}

async function submit(url: string, prefer: string, expected: number): Promise<void> {
  const { status } = await fetch(`${url}/engagements?submit=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer },
    body: JSON.stringify(engagement()),
  });
  if (status !== expected) {
    throw new Error(`Answered ${status}`);
  }
}

function report(interactiveMs: number): void {
  const { engagements, calls } = stack.simulator.ledger();
  const times = engagements.map(({ modifiedAt }) => Date.parse(modifiedAt));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
  const rate = (engagements.length - 1) / seconds;
  console.log(
    `${engagements.length} submissions, ${WORKERS} workers: ${rate.toFixed(2)} a second, ` +
      `${((100 * rate) / RATE).toFixed(1)} % of the quota; ${calls.throttled} throttled; ` +
      `at most ${calls.maxPerSlidingSecond} in a sliding second`,
  );
  console.log(`one submitted in the middle of them was answered after ${interactiveMs.toFixed(0)} ms`);
}
