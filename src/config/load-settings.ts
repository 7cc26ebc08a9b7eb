import { cleanEnv, EnvMissingError, str } from 'envalid';
import { contradictionsIn } from './contradictions.js';
import { postgresUrl } from './postgres-url.js';
import {
  accountId,
  authMethods,
  catalog,
  catalogList,
  claimName,
  days,
  hostList,
  hostName,
  hours,
  httpUrl,
  integer,
  issuerUrl,
  originList,
  portNumber,
  proxies,
  region,
  roleName,
  secret,
  text,
} from './validators.js';
import { logLevels, type Program, ruleSets, type Settings, SettingsError } from './settings.js';

const DEFAULT_REQUESTS_PER_MINUTE = 600;

const specification = {
  PORT: portNumber({ default: 3000 }),
  HOST: hostName({ default: '127.0.0.1' }),
  DATABASE_URL: postgresUrl(),
  DATABASE_DIRECT_URL: postgresUrl({ default: undefined }),
  SERVICE_ROLE: roleName({ default: undefined }),
  LOG_LEVEL: str({ choices: logLevels, default: 'info' }),
  PARTNER_CENTRAL_DEFAULT_CATALOG: catalog({ default: 'Sandbox' }),
  PARTNER_CENTRAL_ALLOWED_CATALOGS: catalogList({ default: ['Sandbox'] }),
  PARTNER_CENTRAL_RULES: str({ choices: ruleSets, default: 'reference' }),
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
  AUTH: authMethods({ default: [] }),
  API_KEY_PEPPER: secret({ default: undefined }),
  OIDC_ISSUER: issuerUrl({ default: undefined }),
  OIDC_AUDIENCE: text({ default: undefined }),
  OIDC_CALLER_CLAIM: claimName({ default: 'sub' }),
  OIDC_SCOPE_CLAIM: claimName({ default: 'scope' }),
  ALLOWED_HOSTS: hostList({ default: [] }),
  CORS_ORIGINS: originList({ default: [] }),
  TRUST_PROXY: proxies({ default: undefined }),
  REQUESTS_PER_MINUTE: integer(1, 1_000_000)({ default: undefined }),
  RETENTION_DAYS: days({ default: undefined }),
  METRICS_PORT: portNumber({ default: undefined }),
  HEALTH_PORT: portNumber({ default: undefined }),
  SHUTDOWN_DELAY_MS: integer(0, 300_000)({ default: 0 }),
};

/**
 * Reads the settings from environment variables.
 * @param program what is to run with them
 * @throws SettingsError naming every variable that is missing or bad.
 */
export function loadSettings(environment: NodeJS.ProcessEnv, program: Program = 'api'): Settings {
  // Compose files and shells often pass an unset variable as an empty one.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const env = readVariables(given, program);
  const databaseDirectUrl = env.DATABASE_DIRECT_URL ?? env.DATABASE_URL;
  return {
    program,
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    databaseDirectUrl,
    databaseIsPooled: databaseDirectUrl !== env.DATABASE_URL,
    serviceRole: env.SERVICE_ROLE,
    logLevel: env.LOG_LEVEL,
    auth: {
      methods: env.AUTH,
      apiKeyPepper: env.API_KEY_PEPPER,
      oidc: {
        issuer: env.OIDC_ISSUER,
        audience: env.OIDC_AUDIENCE,
        callerClaim: env.OIDC_CALLER_CLAIM,
        scopeClaim: env.OIDC_SCOPE_CLAIM,
      },
    },
    http: {
      allowedHosts: env.ALLOWED_HOSTS,
      corsOrigins: env.CORS_ORIGINS,
      trustedProxies: env.TRUST_PROXY,
      // Without sign-in there is one caller, on this machine: a limit would protect nobody.
      requestsPerMinute:
        env.REQUESTS_PER_MINUTE ?? (env.AUTH.length === 0 ? undefined : DEFAULT_REQUESTS_PER_MINUTE),
    },
    retentionDays: env.RETENTION_DAYS,
    metricsPort: env.METRICS_PORT,
    healthPort: env.HEALTH_PORT,
    shutdownDelayMs: env.SHUTDOWN_DELAY_MS,
    partnerCentral: {
      defaultCatalog: env.PARTNER_CENTRAL_DEFAULT_CATALOG,
      allowedCatalogs: env.PARTNER_CENTRAL_ALLOWED_CATALOGS,
      rules: env.PARTNER_CENTRAL_RULES,
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
}

/** @throws SettingsError with a line for each variable that is missing, bad, or at odds with another one. */
function readVariables(given: NodeJS.ProcessEnv, program: Program) {
  let lines: string[] = [];
  const env = cleanEnv(given, specification, {
    reporter: ({ errors }) => {
      lines = Object.entries(errors).map(([name, error]) => `${name}: ${faultOf(error)}`);
    },
  });
  lines.push(...contradictionsIn(env, program, (name) => lines.some((line) => line.startsWith(`${name}: `))));
  if (lines.length > 0) {
    throw new SettingsError(lines.join('\n'));
  }
  return env;
}

function faultOf(error: Error | undefined): string {
  return error instanceof EnvMissingError ? 'is required and not set' : (error?.message ?? 'is bad');
}
