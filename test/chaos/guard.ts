import { type ChildProcess, spawn } from 'node:child_process';

/** The environment variable by which the guard knows a run's processes; its value is the run's folder. */
export const runVariable = 'CHAOS_RUN';

/** Waits until its standard input ends, which our death brings about, and then ends what is left of the run. */
const watchman = `read -r _
for entry in /proc/[0-9]*; do
  if tr '\\0' '\\n' < "$entry/environ" 2> /dev/null | grep -qxF "$1=$2"; then kill -KILL "\${entry#/proc/}"; fi
done
for server in "$2"/postgres*; do
  kill -QUIT "$(head -n 1 "$server/postmaster.pid")" 2> /dev/null
  rm -rf "$server"
done`;

/** Sees to it that no process of the run outlives this one, whatever it dies of (on systems that have a /proc). */
export function startGuard(directory: string): ChildProcess {
  return spawn('sh', ['-c', watchman, 'watchman', runVariable, directory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
