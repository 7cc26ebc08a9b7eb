import { engagement } from '../test/support/engagements.factory.js';
import { startBenchStack } from './bench-stack.js';
import { memoryUse } from './process-usage.js';

/** How fast `POST /engagements/import` saves rows, and how much memory more rows take. */

interface Format {
  readonly name: string;
  readonly type: string;
  readonly header: string;
  readonly row: string;
}

const formats: readonly Format[] = [
  { name: 'NDJSON', type: 'application/x-ndjson', header: '', row: `${JSON.stringify(engagement())}\n` },
  {
    name: 'CSV',
    type: 'text/csv',
    header:
      'title,description,companyName,industry,websiteUrl,city,postalCode,stateOrRegion,countryCode,sourceType,sourceId,sourceName,customerAction,businessTitle,email,firstName,lastName,phone\n',
    row: 'Cloud migration for Acme,"Move the order platform, all of it",Acme,Retail,acme.example.com,Seattle,98101,WA,US,Event,evt-42,Retail Summit,Asked for a meeting,CTO,ada@acme.example.com,Ada,Byron,(206) 555-0100\n',
  },
];

const stack = await startBenchStack(0);
try {
  const { url, pid } = await stack.startApi({ SUBMISSION_WORKER: 'off' });
  for (const format of formats) {
    // The first ones compile the code.
    await measure(url, pid, format, 1000);
    await measure(url, pid, format, 1000);
    await measure(url, pid, format, 10_000);
  }
} finally {
  await stack.stop();
}

async function measure(url: string, pid: number, format: Format, rows: number): Promise<void> {
  const { name, type, header, row } = format;
  const started = performance.now();
  const answer = await fetch(`${url}/engagements/import`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: header + row.repeat(rows),
  });
  // Rows that are refused cost less.
  const [, created = 'none'] = /"created":(\d+)/.exec(await answer.text()) ?? [];
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${created} of ${rows} rows of ${name}, ${row.length} bytes each: ${(rows / seconds).toFixed(0)} rows a second, ` +
      `at most ${memoryUse(pid).peakMegabytes.toFixed(0)} MB of memory so far`,
  );
}
