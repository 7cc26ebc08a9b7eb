import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../local/free-port.js';
import { type PostgresOptions, type PostgresServer, startPostgres } from '../../local/postgres-server.js';
import { startPostgresProxy } from './postgres-proxy.js';
import { connect, waitUntil } from './settled.js';

/** A server, and how it may be started again. */
export interface StartedPostgres {
  readonly server: PostgresServer;
  readonly options: PostgresOptions;
}

/** A PostgreSQL, and another one that follows it. */
export interface PostgresPair {
  readonly primary: StartedPostgres;
  readonly standby: StartedPostgres;
  /** From now on nothing reaches the standby. */
  cutReplication(): Promise<void>;
  /** Stops what is still there. */
  stop(): Promise<void>;
}

const STANDBY = 'standby';

/**
 * Starts both, with commits that wait for the disk.
 * @param directory is there; they make `postgres` and `postgres-standby` in it
 * @param options.synchronous whether the primary confirms a commit only when the standby has it on its disk
 */
export async function startPostgresPair(
  directory: string,
  { synchronous }: { synchronous: boolean },
): Promise<PostgresPair> {
  const dataDirectory = join(directory, 'postgres');
  const standbyDirectory = join(directory, 'postgres-standby');
  await (await startPostgres({ dataDirectory })).stop();
  copyAs(dataDirectory, standbyDirectory);
  await makeStandby(standbyDirectory);
  const primary = await start({
    dataDirectory,
    port: await freePort(),
    parameters: { synchronous_standby_names: synchronous ? STANDBY : '' },
  });
  const url = primary.server.url('postgres');
  const replication = await startPostgresProxy(url, { decide: () => 'pass' });
  const standby = await start({
    dataDirectory: standbyDirectory,
    port: await freePort(),
    parameters: {
      // The proxy knows neither TLS nor the question for it.
      primary_conninfo: `${replication.url(url)}?application_name=${STANDBY}&sslmode=disable&gssencmode=disable`,
      // So that it is back soon when the primary was down.
      wal_retrieve_retry_interval: '200ms',
    },
  });
  await untilStreaming(primary.server);
  let cut: Promise<void> | undefined;
  const cutReplication = () => (cut ??= replication.close());
  return {
    primary,
    standby,
    cutReplication,
    stop: async () => {
      await primary.server.stop();
      await standby.server.stop();
      await cutReplication();
    },
  };
}

async function start(options: PostgresOptions): Promise<StartedPostgres> {
  return { options, server: await startPostgres(options) };
}

/**
 * Takes a whole server away at one blow: `kill -9` of each of its processes, as when its machine is lost. (Linux.)
 * @returns when it has ended
 */
export async function loseServer({ pid, ended }: PostgresServer): Promise<void> {
  // It starts no further ones meanwhile.
  process.kill(pid, 'SIGSTOP');
  for (const child of childrenOf(pid)) {
    process.kill(child, 'SIGKILL');
  }
  process.kill(pid, 'SIGKILL');
  await ended;
}

/** Makes a standby the primary, with all that it has been sent. @returns when it takes writes */
export async function promote(standby: PostgresServer): Promise<void> {
  const client = await connect(standby.url('postgres'));
  try {
    await client.query('SELECT pg_promote()');
  } finally {
    await client.end();
  }
}

/** PostgreSQL's programs that make a standby are no part of the packages; a copy of a server at rest is one as well. */
function copyAs(from: string, to: string): void {
  execFileSync('cp', ['--archive', from, to]);
}

async function makeStandby(dataDirectory: string): Promise<void> {
  const { uid, gid } = await stat(dataDirectory);
  const signal = join(dataDirectory, 'standby.signal');
  await writeFile(signal, '');
  await chown(signal, uid, gid);
}

async function untilStreaming(primary: PostgresServer): Promise<void> {
  const client = await connect(primary.url('postgres'));
  try {
    await waitUntil(async () => {
      const { rows } = await client.query("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'");
      return rows.length > 0;
    });
  } finally {
    await client.end();
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((one) => parentOf(one) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    // It has ended since.
    return undefined;
  }
}
