import type { ProgramName } from './chaos-script.js';
import { randomOf } from './random.js';

/** How wrong a clock is. Less than AWS puts up with, and much more than any delay of a run. */
const SKEW_MS = 90_000;

/** Whose clock is wrong in a run, and by how many milliseconds: one API and one worker, one of them ahead. */
export function wrongClocks(seed: number): ReadonlyMap<ProgramName, number> {
  const random = randomOf(seed ^ 0xc10c);
  const apiSkewMs = random.chance(0.5) ? SKEW_MS : -SKEW_MS;
  return new Map<ProgramName, number>([
    [random.chance(0.5) ? 'api-1' : 'api-2', apiSkewMs],
    [random.chance(0.5) ? 'worker-1' : 'worker-2', -apiSkewMs],
  ]);
}
