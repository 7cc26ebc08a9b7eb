import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ruleSets } from '../../simulator/rules/rule-set.js';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { type ApiOrder, hostsVariable, type WorkerOrder } from './api-order.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** The API on a port of its own, with a database and a Partner Central of its own. */
export interface TestApi {
  readonly url: string;
  readonly simulator: RunningSimulator;
  readonly database: TestDatabase;
  /**
   * Has one of its providers do what otherwise only the clock has it do, such as a clean-up.
   * @param provider the name of its class
   */
  call(provider: string, method: string): Promise<void>;
  /** @throws when the API has printed anything, such as an error that nobody caught */
  close(): Promise<void>;
}

/** The settings of `.env.example`, so that its being complete and right is part of every test. */
const exampleSettings = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'));

/**
 * Starts the API as `main.ts` does, on real TCP, in a process outside of Jest.
 * @param settings environment variables on top of `.env.example`
 * @param options.simulatorInDocs as `npm start` has it: Swagger UI shows the simulator's controls too
 * @param options.credentials false: the AWS SDK finds none
 * @param options.simulatorRules unless given, those that PARTNER_CENTRAL_RULES has the API follow, as `npm start` has it
 */
export async function startApi(
  settings: NodeJS.ProcessEnv = {},
  {
    simulatorInDocs = false,
    credentials = true,
    simulatorRules = ruleSets.find((one) => one === settings['PARTNER_CENTRAL_RULES']),
  } = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const simulator = await startSimulator({ ratePerSecond: 0, rules: simulatorRules });
  const stopOthers = async () => {
    await simulator.close();
    await database.drop();
  };
  const give = (order: ApiOrder) =>
    giveOrder({ worker: process.env['JEST_WORKER_ID'] ?? '1', credentials, order });

  const url = await orElse(
    stopOthers,
    give({
      do: 'start',
      settings: {
        ...exampleSettings,
        LOG_LEVEL: 'silent',
        DATABASE_URL: database.url,
        AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
        ...settings,
      },
      ...(simulatorInDocs ? { simulatorDocument: `${simulator.url}/openapi.json` } : {}),
    }),
  );
  return {
    url,
    simulator,
    database,
    call: async (provider, method) => {
      await give({ do: 'call', url, provider, method });
    },
    close: async () => {
      await give({ do: 'close', url }).finally(stopOthers);
    },
  };
}

async function orElse<T>(undo: () => Promise<void>, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await undo();
    throw error;
  }
}

/** @returns the API's URL */
async function giveOrder(order: WorkerOrder): Promise<string> {
  const answer = await fetch(process.env[hostsVariable] ?? '', {
    method: 'POST',
    body: JSON.stringify(order),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(text);
  }
  return text;
}
