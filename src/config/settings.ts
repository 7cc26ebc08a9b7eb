export type CatalogName = 'AWS' | 'Sandbox';

/**
 * AWS has two sets of rules for CreateEngagement: its published reference, and its API model, which asks for less and
 * changes more often. Nobody outside AWS knows which one the service enforces at any moment.
 */
export const ruleSets = ['reference', 'model'] as const;
export type RuleSet = (typeof ruleSets)[number];

export type AuthMethod = 'api-key' | 'oidc';

/** So many proxies in front of the API, or those at these addresses. */
export type TrustedProxies = number | readonly string[];

/** Everything an operator can set, read once and checked at start. `docs/operations.md` explains each. */
export interface Settings {
  /** What runs with them. */
  readonly program: Program;
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
  /** Who gets the rights that the API and the workers need when the database is migrated; missing, nobody. */
  readonly serviceRole?: string;
  readonly logLevel: LogLevel;
  readonly auth: {
    /** How callers sign in; with none of them everybody is the same caller, and the API listens on loopback only. */
    readonly methods: readonly AuthMethod[];
    /** What API keys are hashed with besides their own salt. */
    readonly apiKeyPepper?: string;
    /** Who issues tokens, and what is read of them. */
    readonly oidc: {
      /** Both are there where tokens are taken. */
      readonly issuer?: string;
      readonly audience?: string;
      readonly callerClaim: string;
      readonly scopeClaim: string;
    };
  };
  readonly http: {
    /** The hosts that requests may name, in lower case and without ports, besides loopback and `host`. */
    readonly allowedHosts: readonly string[];
    /** The origins of web pages that may call the API from a browser. */
    readonly corsOrigins: readonly string[];
    /** Whose `X-Forwarded-…` headers are believed; missing, nobody's. */
    readonly trustedProxies?: TrustedProxies;
    /** For each caller, in this process; missing, any number. */
    readonly requestsPerMinute?: number;
  };
  /** After so many days drafts are deleted, and the personal data of submitted engagements is; missing, never. */
  readonly retentionDays?: number;
  /** Where the API serves its metrics; missing, on its own port if callers do not sign in, else nowhere. */
  readonly metricsPort?: number;
  /** Where a worker alone serves its health and metrics; missing, nowhere. */
  readonly healthPort?: number;
  /** Between saying that it is no longer ready and closing the listener, in milliseconds. */
  readonly shutdownDelayMs: number;
  readonly partnerCentral: {
    readonly defaultCatalog: CatalogName;
    readonly allowedCatalogs: readonly CatalogName[];
    /** By which of AWS's rules engagements are checked. */
    readonly rules: RuleSet;
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

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a process is: some settings matter to one of them only. */
export type Program = 'api' | 'worker' | 'migrate' | 'keys';

/** The injection token of the settings: an interface has no value at run time. */
export const SETTINGS = Symbol('Settings');

/** A setting is missing or bad. The message names each one, a line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
