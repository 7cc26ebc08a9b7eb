import { join } from 'node:path';
import { startSimulator } from '../simulator/simulator.js';
import type { AuthMethod } from '../src/config/settings.js';
import { createApp } from '../src/create-app.js';
import { describeMigrationError } from '../src/database/migrate-error.js';
import { migrate } from '../src/database/migrate.js';
import { checkPort } from './free-port.js';
import { startPostgres } from './postgres-server.js';
import { type RunningParts } from './running-parts.js';
import { type LocalSettings } from './settings.js';
import { lockDataDirectory } from './stack-lock.js';
import { StartError } from './start-error.js';

/** The local stack, running. */
export interface Stack {
  readonly apiUrl: string;
  /** Missing: none was wanted. */
  readonly simulatorUrl: string | undefined;
  /** Missing: the database is somebody else's. */
  readonly databaseDirectory: string | undefined;
  /** How callers sign in. */
  readonly signIn: readonly AuthMethod[];
}

/**
 * Starts PostgreSQL, the simulator and the API, in this order, as far as they are wanted.
 * @param parts gets whatever has to be stopped again, even when this fails halfway.
 * @param signal ends the start between two steps.
 * @throws StartError for what the user can mend; the signal's reason when it was aborted.
 */
export async function startStack(
  settings: LocalSettings,
  parts: RunningParts,
  signal: AbortSignal,
): Promise<Stack> {
  parts.add(await lockDataDirectory(settings.dataDirectory));
  await checkPort('PORT', settings.port, settings.host);
  if (settings.simulator !== undefined) {
    await checkPort('SIMULATOR_PORT', settings.simulator.port);
  }

  const database = await openDatabase(settings, parts);
  signal.throwIfAborted();
  await migrateDatabase(settings.databaseDirectUrl ?? database.url);
  signal.throwIfAborted();
  const simulatorUrl = await openSimulator(settings, parts);
  signal.throwIfAborted();

  const apiSettings = settings.forApi({ databaseUrl: database.url, simulatorUrl });
  const app = await createApp(apiSettings, {
    furtherDocuments:
      simulatorUrl === undefined ? [] : [{ name: 'Simulator', url: `${simulatorUrl}/openapi.json` }],
  });
  parts.add(() => app.close());
  await app.listen(apiSettings.port, apiSettings.host);
  return {
    apiUrl: await app.getUrl(),
    simulatorUrl,
    databaseDirectory: database.directory,
    signIn: apiSettings.auth.methods,
  };
}

async function openDatabase(
  settings: LocalSettings,
  parts: RunningParts,
): Promise<{ url: string; directory: string | undefined }> {
  if (settings.databaseUrl !== undefined) {
    return { url: settings.databaseUrl, directory: undefined };
  }
  const directory = join(settings.dataDirectory, 'postgres');
  const postgres = await startPostgres({ dataDirectory: directory });
  parts.add(() => postgres.stop());
  parts.failWhen(postgres.ended, 'PostgreSQL has ended; everything else ends with it.');
  return { url: postgres.url('postgres'), directory };
}

async function migrateDatabase(databaseUrl: string): Promise<void> {
  try {
    await migrate(databaseUrl, { onProgress: console.log });
  } catch (error) {
    throw new StartError(describeMigrationError(databaseUrl, error), { cause: error });
  }
}

async function openSimulator(settings: LocalSettings, parts: RunningParts): Promise<string | undefined> {
  if (settings.simulator === undefined) {
    return undefined;
  }
  const stateFile = join(settings.dataDirectory, 'simulator.jsonl');
  const simulator = await startSimulator({ ...settings.simulator, stateFile });
  parts.add(() => simulator.close());
  return simulator.url;
}
