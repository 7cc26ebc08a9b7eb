import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { clockSkewVariable, skewedClockArguments } from './clock-skew.js';

const run = promisify(execFile);

/** What a process with a wrong clock takes for the present, in every way that there is, and for another moment. */
const script = `
  const before = performance.now();
  class Later extends Date {}
  console.log(JSON.stringify({
    presents: [Date.now(), new Date().getTime(), Date.parse(Date()), new Later().getTime(),
      Reflect.construct(Date, []).getTime(), new (new Date().constructor)().getTime(),
      performance.timeOrigin + performance.now()],
    others: [new Date(0).toISOString(), new Date(2026, 0).getFullYear(), Date.UTC(1970, 0),
      new Date() instanceof Date, new Later() instanceof Later, Math.round((performance.now() - before) / 1000)],
  }));`;

it.each([90_000, -90_000, 86_400_000])('makes a process’s clock wrong by %i ms', async (skewMs) => {
  const before = Date.now();
  const { stdout } = await run(process.execPath, [...skewedClockArguments, '-e', script], {
    env: { [clockSkewVariable]: String(skewMs) },
  });
  const after = Date.now();

  const { presents, others } = JSON.parse(stdout);
  for (const present of presents) {
    // Date() has no milliseconds, and timeOrigin is not the millisecond's either.
    expect(present).toBeGreaterThan(before + skewMs - 1100);
    expect(present).toBeLessThan(after + skewMs + 100);
  }
  expect(others).toEqual(['1970-01-01T00:00:00.000Z', 2026, 0, true, true, 0]);
});
