import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres-server.js';

/** A PostgreSQL that leaves nothing behind. */
export interface TemporaryPostgres {
  readonly pid: number;
  /** All its files. */
  readonly directory: string;
  url(database: string): string;
  /** Stops it and deletes its files. */
  stop(): Promise<void>;
}

/** Waits until its standard input ends, which the death of its parent brings about, whatever that died of. */
const watchman = 'read -r _; kill -QUIT "$1" 2>/dev/null; rm -rf "$2"';

/**
 * Starts an empty PostgreSQL in the folder for temporary files, on a free port. It ends and its files go even when
 * this process is killed.
 * @param durable whether a commit waits for the disk, as in production: slower, and of use to measurements only
 */
export async function startTemporaryPostgres(durable = false): Promise<TemporaryPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-'));
  // PostgreSQL may run under another account than ours (see choosePostgresAccount), which has to pass here.
  await chmod(directory, 0o711);
  const server = await startPostgres({ dataDirectory: join(directory, 'postgres'), durable });
  const guard = spawn('sh', ['-c', watchman, 'watchman', String(server.pid), directory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return {
    pid: server.pid,
    directory,
    url: (database) => server.url(database),
    stop: async () => {
      guard.kill('SIGKILL');
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
