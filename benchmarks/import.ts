import { engagement } from '../test/support/engagements.factory.js';
import { startBenchStack } from './bench-stack.js';
import { memoryUse } from './process-usage.js';

/** How fast `POST /engagements/import` saves rows, and how much memory more rows take. */

const stack = await startBenchStack(0);
try {
  const { url, pid } = await stack.startApi({ SUBMISSION_WORKER: 'off' });
  // The first ones compile the code.
  await measure(url, pid, 1000);
  await measure(url, pid, 1000);
  await measure(url, pid, 10_000);
} finally {
  await stack.stop();
}

async function measure(url: string, pid: number, rows: number): Promise<void> {
  const row = JSON.stringify(engagement());
  const started = performance.now();
  const answer = await fetch(`${url}/engagements/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${row}\n`.repeat(rows),
  });
  await answer.arrayBuffer();
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${rows} rows of ${row.length} bytes: ${(rows / seconds).toFixed(0)} rows a second, ` +
      `at most ${memoryUse(pid).peakMegabytes.toFixed(0)} MB of memory so far`,
  );
}
