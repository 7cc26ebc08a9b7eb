import { chmod, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from './process-identity.js';
import { StartError } from './start-error.js';

/**
 * Takes the data directory for this process, so that a second start can't stop the first one's PostgreSQL. The lock
 * of a process that has died, however it died, counts as none.
 * @returns what gives it back.
 * @throws StartError when the stack runs already.
 */
export async function lockDataDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  await closeToOthers(dataDirectory);
  const lockFile = join(dataDirectory, 'stack.lock');
  const owner = await livingOwner(lockFile);
  if (owner === undefined) {
    await rm(lockFile, { force: true });
  }
  // Written first and linked then: nobody ever sees a lock without its content.
  const draft = `${lockFile}.${process.pid}`;
  await writeFile(draft, `${process.pid}\n${commandLine(process.pid) ?? ''}\n`, { mode: 0o600 });
  try {
    await link(draft, lockFile);
  } catch {
    const pid = owner ?? (await livingOwner(lockFile));
    throw new StartError(
      `Already running (pid ${pid ?? 'unknown'}) on ${dataDirectory}: stop that one first.`,
    );
  } finally {
    await rm(draft);
  }
  return () => rm(lockFile, { force: true });
}

/** An earlier version, or another program of this project, may have left folder and files open to other accounts. */
async function closeToOthers(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isFile()) {
      await chmod(join(directory, entry.name), 0o600);
    }
  }
}

/** The process id in the lock, unless it is a dead process's, or belongs to another process by now. */
async function livingOwner(lockFile: string): Promise<number | undefined> {
  const [pidLine = '', command] = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number.parseInt(pidLine, 10);
  return Number.isNaN(pid) || pid === process.pid || commandLine(pid) !== command ? undefined : pid;
}
