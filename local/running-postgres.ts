import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readPassword } from './postgres-password.js';
import { isPostgresOf } from './postgres-orphan.js';
import { StartError } from './start-error.js';

/**
 * The URL of the database of a local stack that runs by now, started by another process.
 * @param dataDirectory its PostgreSQL's
 * @throws StartError where none runs there
 */
export async function runningPostgresUrl(dataDirectory: string): Promise<string> {
  const directory = resolve(dataDirectory);
  // Source: PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*: the process id on the first line, the port on the fourth.
  const lines = (await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (
    !Number.isInteger(pid) ||
    pid <= 0 ||
    !isPostgresOf(pid, directory) ||
    !Number.isInteger(port) ||
    port <= 0
  ) {
    throw new StartError(
      'No local stack runs in this folder: start it (npm start), or set DATABASE_URL to the database that is meant.',
    );
  }
  return `postgresql://postgres:${await readPassword(directory)}@127.0.0.1:${port}/postgres`;
}
