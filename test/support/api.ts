import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { loadSettings } from '../../src/config/settings.js';
import { createApp } from '../../src/create-app.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** The API on a port of its own, with a database and a Partner Central of its own. */
export interface TestApi {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly simulator: RunningSimulator;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

// The SDK's own credential chain reads them; the simulator looks at their form only.
process.env['AWS_ACCESS_KEY_ID'] ??= 'AKIDTEST';
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'secret';

/** The settings of `.env.example`, so that its being complete and right is part of every test. */
const exampleSettings = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'));

/**
 * Starts the API as `main.ts` does, on real TCP.
 * @param settings environment variables on top of `.env.example`
 * @param options.simulatorInDocs as `npm start` has it: Swagger UI shows the simulator's controls too
 */
export async function startApi(
  settings: NodeJS.ProcessEnv = {},
  { simulatorInDocs = false } = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const simulator = await startSimulator({ ratePerSecond: 0 });
  const app = await createApp(
    loadSettings({
      ...exampleSettings,
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.url,
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
      ...settings,
    }),
    {
      furtherDocuments: simulatorInDocs ? [{ name: 'Simulator', url: `${simulator.url}/openapi.json` }] : [],
    },
  );
  await app.listen(0, '127.0.0.1');
  return {
    url: await app.getUrl(),
    app,
    simulator,
    database,
    close: async () => {
      await app.close();
      await simulator.close();
      await database.drop();
    },
  };
}
