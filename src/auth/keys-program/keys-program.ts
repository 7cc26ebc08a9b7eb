import type { Settings } from '../../config/settings.js';
import { describeDatabase } from '../../database/database-url.js';
import { errorLine, errorMessage } from '../../errors/error-message.js';
import { ApiKeysRepository } from '../api-keys/api-keys.repository.js';
import { adopt } from './adopt.js';
import {
  adoptedAnswer,
  createdAnswer,
  type KeysAnswer,
  listAnswer,
  revokedAnswer,
  rotatedAnswer,
} from './keys-answer.js';
import { type KeysCommand, keysUsage, readKeysCommand } from './keys-command.js';
import { KeysDatabase } from './keys-database.js';
import { KeysError, KeysUsageError } from './keys-error.js';

/** What the program rests on. */
export type KeysSettings = Pick<Settings, 'databaseDirectUrl'> & {
  readonly auth: { readonly apiKeyPepper?: string };
};

/**
 * Carries out one command on the API keys.
 * @param settings are read only once the command can be
 * @returns the exit code: 0; 1 where it could not be done; 2 where the command can't be read
 */
export async function runKeys(
  args: readonly string[],
  settings: () => Promise<KeysSettings>,
): Promise<number> {
  if (args.length === 0 || args.includes('--help') || args[0] === 'help') {
    process.stdout.write(`${keysUsage}\n`);
    return args.length === 0 ? 2 : 0;
  }
  try {
    const command = readKeysCommand(args);
    const answer = await onDatabase(await settings(), command);
    process.stdout.write(`${command.json ? JSON.stringify(answer.json, null, 2) : answer.text}\n`);
    return 0;
  } catch (error) {
    // The settings' errors too are words for whoever has made them.
    process.stderr.write(`${errorMessage(error)}\n`);
    if (!(error instanceof KeysUsageError)) {
      return 1;
    }
    process.stderr.write(`\n${keysUsage}\n`);
    return 2;
  }
}

async function onDatabase(settings: KeysSettings, command: KeysCommand): Promise<KeysAnswer> {
  const database = new KeysDatabase(settings.databaseDirectUrl);
  try {
    return await carryOut(command, database, new ApiKeysRepository(database, settings.auth.apiKeyPepper));
  } catch (error) {
    throw error instanceof KeysError
      ? error
      : new KeysError(describe(settings.databaseDirectUrl, error), { cause: error });
  } finally {
    await database.close();
  }
}

async function carryOut(
  command: KeysCommand,
  database: KeysDatabase,
  keys: ApiKeysRepository,
): Promise<KeysAnswer> {
  switch (command.do) {
    case 'create':
      return createdAnswer(await keys.create(command));
    case 'list':
      return listAnswer(await keys.list());
    case 'rotate':
      return rotatedAnswer((await keys.rotate(command.id, command)) ?? (await refuse(keys, command.id)));
    case 'revoke':
      return revokedAnswer((await keys.revoke(command.id)) ?? (await refuse(keys, command.id)));
    case 'adopt':
      return adoptedAnswer(await adopt(database, command.from, command.name));
  }
}

/** @throws KeysError why nothing can be done with a key */
async function refuse(keys: ApiKeysRepository, id: string): Promise<never> {
  const all = await keys.list();
  const key = all.find((one) => one.id === id);
  if (key === undefined) {
    throw new KeysError(
      `There is no key ${JSON.stringify(id.slice(0, 100))}. \`keys list\` shows those that there are.`,
    );
  }
  const newer = all.find(({ replaces, state }) => replaces === id && state === 'active');
  throw new KeysError(
    key.state === 'active' && newer !== undefined
      ? `Key ${id} has been rotated already: ${newer.id} takes its place.`
      : `Key ${id} is ${key.state}: create a new one.`,
  );
}

/** Why the database did not do it, in one line: by its name, never its password. */
function describe(url: string, error: unknown): string {
  const where = describeDatabase(url);
  const code: unknown = Error.isError(error) && 'code' in error ? error.code : undefined;
  switch (code) {
    case '42P01':
      return `${where} has no table for it: migrate it first (\`npm run db:migrate\`).`;
    case '42501':
      return `Could not do it in ${where}: ${errorLine(error)}. Do it as the role that migrates.`;
    default:
      return `Could not do it in ${where}: ${errorLine(error)}`;
  }
}
