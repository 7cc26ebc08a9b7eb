import { setTimeout as delay } from 'node:timers/promises';
import { engagement } from '../test/support/engagements.factory.js';
import { startBenchStack } from './bench-stack.js';

/**
 * What one submission at rest adds to AWS's own answer time: `POST /engagements?submit=true` against a Partner
 * Central that takes 100 ms, with the worker in the API's process and in one of its own.
 */

const AWS_MS = 100;
const SUBMISSIONS = 40;

const stack = await startBenchStack(0);
try {
  stack.simulator.addFault({ kind: 'delay', delayMs: AWS_MS });
  const inProcess = await stack.startApi();
  await measure('worker in the API', inProcess.url);
  const apart = await stack.startApi({ SUBMISSION_WORKER: 'off' });
  await measure('API without a worker', apart.url);
} finally {
  await stack.stop();
}

async function measure(name: string, url: string): Promise<void> {
  const added: number[] = [];
  for (let index = 0; index < SUBMISSIONS; index += 1) {
    // At rest: the slot of the one before is over.
    await delay(120);
    const started = performance.now();
    const answer = await fetch(`${url}/engagements?submit=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(engagement()),
    });
    if (answer.status !== 201) {
      throw new Error(`Answered ${answer.status}`);
    }
    await answer.arrayBuffer();
    added.push(performance.now() - started - AWS_MS);
  }
  // The first ones compile the code.
  const sorted = added.slice(10).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1);
  console.log(`${name}: adds ${at(0.5)} ms (median), ${at(0.95)} ms (95th percentile) to AWS's ${AWS_MS} ms`);
}
