import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTestProgram, say } from '../support/run-test-program.js';
import { compareBooks } from './compare-books.js';
import { readOptions, usage } from './options.js';
import { reportOf } from './report.js';
import { playChaos } from './run.js';
import { type ChaosStack, startStack } from './stack.js';
import { wrongClocks } from './wrong-clocks.js';

/** `npm run test:chaos`: submits engagements while everything fails, and compares the books. */
async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  const { seed, submissions, failover } = options;
  const clocks = wrongClocks(seed);
  const wrong = [...clocks].map(([name, skewMs]) => `the clock of ${name} is off by ${skewMs} ms`);
  say(`Chaos with seed ${seed}: ${submissions} submissions; ${wrong.join(', ')}`);
  const stack = await startStack(clocks, { standby: failover });
  let well = false;
  try {
    const result = await playChaos(options, stack, say);
    const findings = compareBooks(result.books);
    say(reportOf(options, result, findings));
    well = findings.length === 0 && result.troubles.length === 0;
    await writeFile(
      join(stack.directory, 'books.json'),
      JSON.stringify({ findings, ...result }, undefined, 1),
    );
  } finally {
    await stack.stop();
    await leave(stack, well && !options.keep);
  }
  return well;
}

async function leave({ directory }: ChaosStack, clean: boolean): Promise<void> {
  const unwanted = clean
    ? [directory]
    : ['postgres', 'postgres-standby'].map((name) => join(directory, name));
  for (const path of unwanted) {
    await rm(path, { recursive: true, force: true });
  }
  if (!clean) {
    say(`Logs and books: ${directory}`);
  }
}

await runTestProgram(usage, main);
