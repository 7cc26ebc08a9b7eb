import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './start-error.js';

/** An account of this machine, by number. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How PostgreSQL's programs are to be started. */
export interface PostgresAccount {
  /** Who has to own the data directory; missing: whoever we are. */
  readonly owner?: Account;
  /**
   * Whether a folder above the data directory is closed to the account. Its programs get to the directory as their
   * working directory then, and to another file as their standard input.
   */
  readonly isCutOff: boolean;
  /** Rewrites a command so that it runs under the account. */
  wrap(
    command: string,
    args: readonly string[],
  ): { command: string; args: readonly string[] } & Partial<Account>;
}

/**
 * PostgreSQL refuses to run as root. Started by root it runs as the account that owns its data already, else as
 * `nobody`, which exists everywhere, so that none has to be created. It gets none of root's powers, and can get no others
 * by running a program; but where it could not even reach its own programs, it keeps the one to pass folders.
 * @param dataDirectory its parent exists; it may not.
 * @param programs the programs that the account has to be able to run.
 * @throws when the account could not reach the programs or the data, and what is needed for it is missing.
 */
export function choosePostgresAccount(dataDirectory: string, programs: readonly string[]): PostgresAccount {
  if (process.getuid?.() !== 0) {
    return { isCutOff: false, wrap: (command, args) => ({ command, args }) };
  }
  const owner = ownerOf(dataDirectory) ?? readAccount('nobody');
  const hiddenData = firstHidden(dirname(dataDirectory));
  // Elsewhere no path leads past folders that are closed.
  const isCutOff = hiddenData !== undefined && process.platform === 'linux';
  const hasSetpriv = isInstalled('setpriv');
  const hidden =
    programs.map(firstHidden).find((path) => path !== undefined) ?? (isCutOff ? undefined : hiddenData);
  if (hidden !== undefined && !hasSetpriv) {
    throw new StartError(
      `PostgreSQL can't run as root, and other accounts can't reach ${hidden}: move the project out of there, ` +
        'install setpriv (package util-linux), or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  if (!hasSetpriv) {
    return { owner, isCutOff, wrap: (command, args) => ({ command, args, ...owner }) };
  }
  const powers = hidden === undefined ? noPowers : powerToPass;
  const become = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', '--no-new-privs'];
  return {
    owner,
    isCutOff,
    wrap: (command, args) => ({ command: 'setpriv', args: [...become, ...powers, command, ...args] }),
  };
}

const noPowers = ['--inh-caps=-all', '--ambient-caps=-all'];

/** A checkout below /root (mode 0700): of root's powers the account keeps the one to pass and read, not to write. */
const powerToPass = [
  // access(2), by which initdb looks for its files, ignores the powers of an account other than root without it.
  '--securebits=+no_setuid_fixup',
  '--inh-caps=-all,+dac_read_search',
  '--ambient-caps=-all,+dac_read_search',
];

function ownerOf(directory: string): Account | undefined {
  const stats = statSync(directory, { throwIfNoEntry: false });
  return stats === undefined || stats.uid === 0 ? undefined : { uid: stats.uid, gid: stats.gid };
}

function readAccount(name: string): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':').map(Number) ?? [];
  if (uid === undefined || gid === undefined) {
    throw new StartError(`PostgreSQL can't run as root, and there is no account ${name} to run it as.`);
  }
  return { uid, gid };
}

/** The nearest of a path and its ancestors that other accounts can't pass. */
function firstHidden(path: string): string | undefined {
  if ((statSync(path).mode & 0o001) === 0) {
    return path;
  }
  const parent = dirname(path);
  return parent === path ? undefined : firstHidden(parent);
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}
