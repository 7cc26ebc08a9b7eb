import { spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from '../../local/free-port.js';
import { choosePostgresAccount } from '../../local/postgres-account.js';
import { findProgram } from '../support/find-program.js';

/** A PgBouncer in transaction mode, of this machine's. */
export interface PgBouncer {
  /** The database through it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Fewer than the programs of a test have, so that they have to share. */
const SERVER_CONNECTIONS = 4;

/** @throws Error when there is none on the PATH */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const program = findPgBouncer();
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-pgbouncer-'));
  await chmod(directory, 0o711);
  const settingsFile = join(directory, 'pgbouncer.ini');
  const port = await freePort();
  await writeFile(settingsFile, settingsFor(databaseUrl, port), { mode: 0o600 });
  // It refuses to run as root, as PostgreSQL does.
  const account = choosePostgresAccount(join(directory, 'data'), [program]);
  if (account.owner !== undefined) {
    await chown(settingsFile, account.owner.uid, account.owner.gid);
  }
  const { command, args, uid, gid } = account.wrap(program, [settingsFile]);
  const child = spawn(command, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], uid, gid });
  const ended = once(child, 'close');
  await untilUp(child.stderr);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function settingsFor(databaseUrl: string, port: number): string {
  const { hostname, port: serverPort, username, password } = new URL(databaseUrl);
  return `[databases]
* = host=${hostname} port=${serverPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
`;
}

function findPgBouncer(): string {
  // Debian has it where only root's PATH leads.
  const found = findProgram(['pgbouncer'], ['/usr/sbin']);
  if (found === undefined) {
    throw new Error('No PgBouncer on the PATH: install one (apt-get install pgbouncer).');
  }
  return found;
}

async function untilUp(log: Readable): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface(log)) {
    lines.push(line);
    if (line.includes('process up')) {
      // Nobody reads on, and it would wait for that.
      log.resume();
      return;
    }
  }
  throw new Error(`PgBouncer did not start:\n${lines.join('\n')}`);
}
