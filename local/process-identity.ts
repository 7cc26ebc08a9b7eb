import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * The command line of a running process. A process id alone says little: after a crash it may be somebody else's.
 * @returns undefined where no such process runs (one that has ended but is still listed counts as ended).
 */
export function commandLine(pid: number): string | undefined {
  const text = existsSync('/proc/self/cmdline') ? fromProc(pid) : fromPs(pid);
  return text === '' ? undefined : text;
}

function fromProc(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** macOS has no /proc. */
function fromPs(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
