import { resolve } from 'node:path';
import { loadSettings } from '../src/config/load-settings.js';
import type { RuleSet, Settings } from '../src/config/settings.js';
import { StartError } from './start-error.js';

/** What the local stack is to start, read from the environment once. */
export interface LocalSettings {
  /** Where the embedded PostgreSQL and the simulator keep what they know. */
  readonly dataDirectory: string;
  /** Missing: an embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** The same past a pooler. */
  readonly databaseDirectUrl: string | undefined;
  /** Missing: Partner Central is AWS's, or a simulator that runs elsewhere. */
  readonly simulator:
    { readonly port: number; /** Those that the API follows. */ readonly rules: RuleSet } | undefined;
  readonly host: string;
  readonly port: number;
  /** The API's settings, once it is known where the database and the simulator are. */
  forApi(found: { databaseUrl: string; simulatorUrl?: string }): Settings;
}

const endpointVariable = 'AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING';

/**
 * @param environment the API's settings, and SIMULATOR_PORT and PARTNER_CENTRAL besides.
 * @throws SettingsError or StartError that names what is bad.
 */
export function readLocalSettings(environment: NodeJS.ProcessEnv): LocalSettings {
  const databaseUrl = given(environment['DATABASE_URL']);
  const databaseDirectUrl = given(environment['DATABASE_DIRECT_URL']);
  if (databaseUrl === undefined && databaseDirectUrl !== undefined) {
    throw new StartError(
      'DATABASE_DIRECT_URL: says how to reach the database of DATABASE_URL, which is not set',
    );
  }
  // Logs in between would bury what `npm start` prints for people.
  const apiEnvironment = { ...environment, LOG_LEVEL: given(environment['LOG_LEVEL']) ?? 'warn' };
  const { host, port, partnerCentral } = loadSettings({
    ...apiEnvironment,
    DATABASE_URL: databaseUrl ?? 'postgresql://not-started-yet/',
  });
  return {
    dataDirectory: resolve('.data'),
    databaseUrl,
    databaseDirectUrl: databaseDirectUrl ?? databaseUrl,
    simulator: usesSimulator(environment)
      ? {
          port: simulatorPort(environment['SIMULATOR_PORT']),
          rules: partnerCentral.rules,
        }
      : undefined,
    host,
    port,
    forApi: (found) => {
      if (found.simulatorUrl === undefined) {
        return loadSettings({ ...apiEnvironment, DATABASE_URL: found.databaseUrl });
      }
      hideRealCredentials(environment);
      environment[endpointVariable] = found.simulatorUrl;
      return loadSettings({
        ...apiEnvironment,
        DATABASE_URL: found.databaseUrl,
        [endpointVariable]: found.simulatorUrl,
      });
    },
  };
}

function usesSimulator(environment: NodeJS.ProcessEnv): boolean {
  const partnerCentral = given(environment['PARTNER_CENTRAL']);
  if (partnerCentral !== undefined && partnerCentral !== 'aws') {
    throw new StartError('PARTNER_CENTRAL: must be aws, or not set for the simulator');
  }
  return partnerCentral === undefined && given(environment[endpointVariable]) === undefined;
}

function simulatorPort(input: string | undefined): number {
  const text = given(input) ?? '4010';
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new StartError('SIMULATOR_PORT: must be a whole number from 0 to 65535');
  }
  return Number(text);
}

/**
 * The simulator gets credentials that open nothing, and never the user's own. The SDK reads them from this process's
 * environment, which is why it is changed in place.
 */
function hideRealCredentials(environment: NodeJS.ProcessEnv): void {
  for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']) {
    Reflect.deleteProperty(environment, name);
  }
  environment['AWS_ACCESS_KEY_ID'] = 'simulator';
  environment['AWS_SECRET_ACCESS_KEY'] = 'simulator';
}

/** Shells and Compose files often pass an unset variable as an empty one. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
