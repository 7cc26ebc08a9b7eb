import { cleanEnv, EnvMissingError, makeValidator, str } from 'envalid';

export type CatalogName = 'AWS' | 'Sandbox';

/** Everything an operator can set, read once and checked at start. `docs/operations.md` explains each. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** The same database without a pooler between, for what needs a session of its own. */
  readonly databaseDirectUrl: string;
  /**
   * Whether `databaseUrl` leads through a pooler. A session may change there with every transaction: settings of a
   * session do not stay, and named prepared statements may be unknown.
   */
  readonly databaseIsPooled: boolean;
  readonly logLevel: LogLevel;
  readonly partnerCentral: {
    readonly defaultCatalog: CatalogName;
    readonly allowedCatalogs: readonly CatalogName[];
    readonly region: string;
    /** Where the SDK sends its calls; missing means AWS itself. */
    readonly endpoint?: string;
    /** One attempt's limit, in milliseconds. */
    readonly timeoutMs: number;
    /** The partner's AWS account, to look among its own engagements only. */
    readonly accountId?: string;
  };
  readonly submission: {
    /** CreateEngagement calls a second, all replicas together. */
    readonly ratePerSecond: number;
    /** How many attempts may end with an unknown outcome before the engagement is told as unresolved. */
    readonly maxAttempts: number;
    /** The first delay between attempts, in milliseconds. */
    readonly retryBaseMs: number;
    /** How long throttles and missing credentials are waited out, in milliseconds. */
    readonly giveUpMs: number;
    /** How long a submission is left alone whose process gives no sign of life, in milliseconds. */
    readonly leaseMs: number;
    /** Whether this process runs submissions, or only takes them. */
    readonly worker: boolean;
  };
  readonly reconciliation: {
    /**
     * Between becoming `unresolved` and the first look-up, in milliseconds; doubled each time that settles nothing. Also
     * part of how long a doubtful refusal has to stand.
     */
    readonly delayMs: number;
  };
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The injection token of the settings: an interface has no value at run time. */
export const SETTINGS = Symbol('Settings');

/** A setting is missing or bad. The message names each one, a line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const integer = (min: number, max: number) =>
  makeValidator((input: string) => {
    const value = Number(input);
    if (!/^\d+$/.test(input) || value < min || value > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return value;
  });

/** Hours, of which a part will do. */
const hours = makeValidator((input: string) => {
  const value = Number(input);
  if (!/^\d+(\.\d+)?$/.test(input) || value > 8760) {
    throw new Error('must be a number of hours from 0 to 8760');
  }
  return value;
});

/**
 * The shortest `RECONCILIATION_DELAY_MS` against AWS itself. A refusal is believed when a look-up that much later (and
 * one call's limit) finds nothing, and AWS shows what it has created a moment later only.
 */
const MIN_RECONCILIATION_DELAY_MS = 10_000;

const portNumber = integer(0, 65_535);

function catalogName(input: string): CatalogName {
  const name = input.trim();
  if (name !== 'AWS' && name !== 'Sandbox') {
    throw new Error('must be AWS or Sandbox');
  }
  return name;
}

const catalog = makeValidator(catalogName);
const catalogList = makeValidator((input: string): readonly CatalogName[] => {
  try {
    return [...new Set(input.split(',').map(catalogName))];
  } catch {
    throw new Error('must be Sandbox, AWS, or both with a comma between');
  }
});

const region = makeValidator((input: string) => {
  if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(input)) {
    throw new Error('must be an AWS region such as us-east-1');
  }
  return input;
});

const accountId = makeValidator((input: string) => {
  if (!/^\d{12}$/.test(input)) {
    throw new Error('must be the 12 digits of an AWS account');
  }
  return input;
});

const postgresUrl = makeValidator((input: string) => {
  if (!/^postgres(ql)?:\/\//.test(input) || !URL.canParse(input)) {
    throw new Error('must be a URL such as postgresql://user:password@host:5432/database');
  }
  return input;
});

// `localhost:4010` is a URL too, of the scheme `localhost`: every call would fail, and leave its outcome unknown.
const httpUrl = makeValidator((input: string) => {
  if (!/^https?:\/\//.test(input) || !URL.canParse(input)) {
    throw new Error('must be a URL such as http://127.0.0.1:4010');
  }
  return input;
});

const specification = {
  PORT: portNumber({ default: 3000 }),
  HOST: str({ default: '127.0.0.1' }),
  DATABASE_URL: postgresUrl(),
  DATABASE_DIRECT_URL: postgresUrl({ default: undefined }),
  LOG_LEVEL: str({ choices: logLevels, default: 'info' }),
  PARTNER_CENTRAL_DEFAULT_CATALOG: catalog({ default: 'Sandbox' }),
  PARTNER_CENTRAL_ALLOWED_CATALOGS: catalogList({ default: ['Sandbox'] }),
  AWS_REGION: region({ default: 'us-east-1' }),
  AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: httpUrl({ default: undefined }),
  PARTNER_CENTRAL_TIMEOUT_MS: integer(1, 300_000)({ default: 10_000 }),
  SUBMISSION_RATE_PER_SECOND: integer(1, 1000)({ default: 15 }),
  SUBMISSION_MAX_ATTEMPTS: integer(1, 100)({ default: 8 }),
  SUBMISSION_RETRY_BASE_MS: integer(1, 300_000)({ default: 1000 }),
  SUBMISSION_GIVE_UP_HOURS: hours({ default: 24 }),
  SUBMISSION_LEASE_MS: integer(1000, 60_000)({ default: 10_000 }),
  SUBMISSION_WORKER: str({ choices: ['on', 'off'] as const, default: 'on' }),
  RECONCILIATION_DELAY_MS: integer(1, 3_600_000)({ default: 60_000 }),
  PARTNER_CENTRAL_ACCOUNT_ID: accountId({ default: undefined }),
};

/**
 * Reads the settings from environment variables.
 * @throws SettingsError naming every variable that is missing or bad.
 */
export function loadSettings(environment: NodeJS.ProcessEnv): Settings {
  // Compose files and shells often pass an unset variable as an empty one.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const env = cleanEnv(given, specification, { reporter: report });
  const databaseDirectUrl = env.DATABASE_DIRECT_URL ?? env.DATABASE_URL;
  const settings: Settings = {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    databaseDirectUrl,
    databaseIsPooled: databaseDirectUrl !== env.DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    partnerCentral: {
      defaultCatalog: env.PARTNER_CENTRAL_DEFAULT_CATALOG,
      allowedCatalogs: env.PARTNER_CENTRAL_ALLOWED_CATALOGS,
      region: env.AWS_REGION,
      endpoint: env.AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING,
      timeoutMs: env.PARTNER_CENTRAL_TIMEOUT_MS,
      accountId: env.PARTNER_CENTRAL_ACCOUNT_ID,
    },
    submission: {
      ratePerSecond: env.SUBMISSION_RATE_PER_SECOND,
      maxAttempts: env.SUBMISSION_MAX_ATTEMPTS,
      retryBaseMs: env.SUBMISSION_RETRY_BASE_MS,
      giveUpMs: env.SUBMISSION_GIVE_UP_HOURS * 3_600_000,
      leaseMs: env.SUBMISSION_LEASE_MS,
      worker: env.SUBMISSION_WORKER === 'on',
    },
    reconciliation: { delayMs: env.RECONCILIATION_DELAY_MS },
  };
  const contradictions = contradictionsIn(settings);
  if (contradictions.length > 0) {
    throw new SettingsError(contradictions.join('\n'));
  }
  return settings;
}

/** What is wrong with settings that are right each for itself, a line each. */
function contradictionsIn({ partnerCentral, reconciliation }: Settings): string[] {
  const { allowedCatalogs, defaultCatalog, endpoint } = partnerCentral;
  return [
    ...(allowedCatalogs.includes(defaultCatalog)
      ? []
      : [
          'PARTNER_CENTRAL_DEFAULT_CATALOG: must be one of PARTNER_CENTRAL_ALLOWED_CATALOGS ' +
            `(${allowedCatalogs.join(', ')})`,
        ]),
    ...(isSimulator(endpoint) || reconciliation.delayMs >= MIN_RECONCILIATION_DELAY_MS
      ? []
      : [
          `RECONCILIATION_DELAY_MS: must be at least ${MIN_RECONCILIATION_DELAY_MS} against AWS itself; ` +
            'sooner, an engagement that AWS does not show yet could be told as rejected',
        ]),
  ];
}

/** AWS itself has TLS, behind an endpoint of one's own too. */
function isSimulator(endpoint: string | undefined): boolean {
  return endpoint?.startsWith('http:') === true;
}

function report({ errors }: { errors: Partial<Record<string, Error>> }): void {
  const lines = Object.entries(errors).map(([name, error]) =>
    error instanceof EnvMissingError
      ? `${name}: is required and not set`
      : `${name}: ${error?.message ?? 'is bad'}`,
  );
  if (lines.length > 0) {
    throw new SettingsError(lines.join('\n'));
  }
}
