import { type ChildProcess, spawn } from 'node:child_process';

/** Waits until its standard input ends, which our death brings about, and kills whoever still has our folder open. */
const watchman = `read -r _
for entry in /proc/[0-9]*; do
  if tr '\\0' '\\n' < "$entry/environ" 2>/dev/null | grep -qxF "CHAOS_RUN=$1"; then kill -9 "\${entry#/proc/}"; fi
done`;

/** The environment variable by which the guard knows a run's processes. */
export const runVariable = 'CHAOS_RUN';

/** Sees to it that no process of the run outlives this one, whatever it dies of (where there is a /proc). */
export function startGuard(run: string): ChildProcess {
  return spawn('sh', ['-c', watchman, 'watchman', run], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
