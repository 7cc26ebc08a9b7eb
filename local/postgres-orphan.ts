import { readlinkSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine } from './process-identity.js';
import { StartError } from './start-error.js';

/** Linux: leads a process to where it is, past folders that are closed to it. */
export const workingDirectory = '/proc/self/cwd';

const pollMs = 20;
const patienceMs = 30_000;

/**
 * After `kill -9` of its parent a PostgreSQL runs on. Whoever calls this holds the data directory's lock, so that
 * nobody uses it any more: it is stopped. A postmaster.pid whose process has ended is removed; PostgreSQL does so too,
 * but not when the number belongs to another process of the same account by now.
 * @throws when it does not end within 30 seconds.
 */
export async function stopOrphan(dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const content = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(content, 10);
  if (Number.isNaN(pid)) {
    return;
  }
  if (isPostgresOf(pid, dataDirectory)) {
    process.kill(pid, 'SIGINT');
    const deadline = Date.now() + patienceMs;
    // It is no child of ours, so that no event tells of its end.
    while (isPostgresOf(pid, dataDirectory)) {
      if (Date.now() > deadline) {
        throw new StartError(
          `A PostgreSQL of an earlier start (pid ${pid}) still runs on ${dataDirectory}: stop it.`,
        );
      }
      await delay(pollMs);
    }
  }
  await rm(pidFile, { force: true });
}

/** Whether a process is the PostgreSQL of a data directory. */
export function isPostgresOf(pid: number, dataDirectory: string): boolean {
  const command = commandLine(pid) ?? '';
  return (
    command.includes(`postgres -D ${dataDirectory} `) ||
    (command.includes(`postgres -D ${workingDirectory} `) && folderOf(pid) === dataDirectory)
  );
}

function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
