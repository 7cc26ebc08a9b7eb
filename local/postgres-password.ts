import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.js';

export const passwordFileName = 'superuser.password';

/** The password of the PostgreSQL of a data directory. */
export async function readPassword(dataDirectory: string): Promise<string> {
  try {
    return await readFile(join(dataDirectory, passwordFileName), 'utf8');
  } catch (error) {
    throw new StartError(
      `Can't read ${join(dataDirectory, passwordFileName)} (${errorCode(error)}): ` +
        'start it as the user who made this folder, or remove the folder to begin with an empty database.',
      { cause: error },
    );
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
