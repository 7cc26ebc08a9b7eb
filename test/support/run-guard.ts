import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** The environment variable by which a test run's processes are known; each run has a value of its own. */
export const runVariable = 'TEST_RUN';

/** Waits until its standard input ends, which our death brings about, and then ends what is left of the run. */
const watchman = `read -r _
for entry in /proc/[0-9]*; do
  if tr '\\0' '\\n' < "$entry/environ" 2> /dev/null | grep -qxF "$1=$2"; then kill -KILL "\${entry#/proc/}"; fi
done`;

/**
 * Sees to it that no process that is started from now on outlives this one, whatever it dies of (on systems that have
 * a /proc): Jest's workers, programs under test, even paused ones, and the PostgreSQL of a stack that was killed.
 * @returns how to call the guard off
 */
export function startRunGuard(): () => void {
  const run = randomUUID();
  const { [runVariable]: _, ...environment } = process.env;
  const guard = spawn('sh', ['-c', watchman, 'watchman', runVariable, run], {
    cwd: '/',
    // Ctrl-C goes to the whole process group, and must not end the guard.
    detached: true,
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  process.env[runVariable] = run;
  return () => {
    guard.kill('SIGKILL');
  };
}
