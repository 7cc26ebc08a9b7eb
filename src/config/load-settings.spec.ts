import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.js';

const DATABASE_URL = 'postgresql://user:password@localhost:5432/partner_engagements';
const load = (environment: Record<string, string | undefined> = {}) =>
  loadSettings({ DATABASE_URL, ...environment });

/** Each variable with values that differ from its default, and with bad ones. */
const variables = [
  { name: 'PORT', good: ['0', '65535'], bad: ['-1', '65536', '3000.5', '0x10', ' 1', 'http'] },
  {
    name: 'HOST',
    good: ['127.0.0.2', '::1', 'localhost'],
    bad: ['http://127.0.0.1', '127.0.0.1:3000', 'a b', '0.0.0.0', '::', '192.168.1.10', 'example.com'],
  },
  {
    name: 'DATABASE_URL',
    good: ['postgres://localhost/other'],
    bad: ['mysql://localhost/x', 'localhost:5432', 'postgresql://:x:y'],
  },
  {
    name: 'DATABASE_DIRECT_URL',
    good: ['postgresql://localhost/past-the-pooler'],
    bad: ['mysql://localhost/x', 'localhost:5432'],
  },
  {
    name: 'SERVICE_ROLE',
    good: ['service', 'Crm-Service.1@team'],
    bad: ['a b', 'a"b', 'public', 'x'.repeat(64)],
  },
  { name: 'LOG_LEVEL', good: ['silent', 'fatal', 'trace'], bad: ['verbose', 'INFO'] },
  {
    name: 'PARTNER_CENTRAL_ALLOWED_CATALOGS',
    good: ['Sandbox,AWS', ' AWS , Sandbox'],
    bad: ['sandbox', 'AWS;Sandbox', ','],
  },
  { name: 'PARTNER_CENTRAL_DEFAULT_CATALOG', good: [], bad: ['Production', 'AWS,Sandbox'] },
  { name: 'PARTNER_CENTRAL_RULES', good: ['model'], bad: ['Model', 'strict', 'reference,model'] },
  {
    name: 'AWS_REGION',
    good: ['eu-central-1', 'us-gov-west-1'],
    bad: ['us-east-9', 'us-east', 'Virginia', 'us_east_1'],
  },
  {
    name: 'AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING',
    good: ['http://127.0.0.1:4010', 'https://aws.example'],
    bad: ['localhost:4010', '127.0.0.1:4010', 'ftp://aws.example', 'http://', 'http://:x'],
  },
  { name: 'PARTNER_CENTRAL_TIMEOUT_MS', good: ['1', '300000'], bad: ['0', '300001', '10s'] },
  { name: 'PARTNER_CENTRAL_ACCOUNT_ID', good: ['123456789012'], bad: ['12345678901', '1234-5678-9012'] },
  { name: 'SUBMISSION_RATE_PER_SECOND', good: ['1', '1000'], bad: ['0', '1001', '0.5'] },
  { name: 'SUBMISSION_MAX_ATTEMPTS', good: ['1', '100'], bad: ['0', '101'] },
  { name: 'SUBMISSION_RETRY_BASE_MS', good: ['1', '300000'], bad: ['0', '300001'] },
  {
    name: 'SUBMISSION_GIVE_UP_HOURS',
    good: ['0', '0.5', '8760', '0.0001', '007'],
    bad: ['-1', '8760.1', '1e3', '.5', '1.', '1,5', '1h', 'Infinity', 'NaN', '0x10'],
  },
  { name: 'SUBMISSION_LEASE_MS', good: ['1000', '60000'], bad: ['999', '60001', '10s', '1e4'] },
  { name: 'SUBMISSION_WORKER', good: ['off'], bad: ['false', '0', 'ON'] },
  { name: 'RECONCILIATION_DELAY_MS', good: ['10000', '3600000'], bad: ['0', '3600001'] },
  { name: 'AUTH', good: ['api-key'], bad: ['basic', 'api-key,api-key', 'none,oidc', ',', 'API-KEY'] },
  { name: 'API_KEY_PEPPER', good: ['a text of thirty-two characters..'], bad: ['short'] },
  {
    name: 'OIDC_ISSUER',
    good: ['https://login.example.com', 'https://login.example.com/realm/', 'http://127.0.0.1:8080'],
    bad: [
      'http://login.example.com',
      'login.example.com',
      'https://login.example.com/?a=b',
      'https://a.example/#x',
    ],
  },
  { name: 'OIDC_AUDIENCE', good: ['partner-engagements', 'https://api.example.com'], bad: [' ', ' a'] },
  { name: 'OIDC_CALLER_CLAIM', good: ['client_id', 'https://example.com/app'], bad: ['a b', ' '] },
  { name: 'OIDC_SCOPE_CLAIM', good: ['scp', 'roles'], bad: ['a b', ' '] },
  {
    name: 'ALLOWED_HOSTS',
    good: ['api.example.com', 'api.example.com, 10.0.0.1,[::2]'],
    bad: ['api.example.com:443', 'https://api.example.com', 'a b', ','],
  },
  {
    name: 'CORS_ORIGINS',
    good: ['https://crm.example.com', 'https://a.example, http://localhost:5173'],
    bad: ['crm.example.com', 'https://crm.example.com/', '*', 'https://crm.example.com/app'],
  },
  {
    name: 'TRUST_PROXY',
    good: ['1', '10.0.0.0/8', '10.0.0.1, ::1'],
    bad: ['0', 'true', 'proxy.example', '10'],
  },
  { name: 'REQUESTS_PER_MINUTE', good: ['1', '1000000'], bad: ['0', '-1', '1.5', 'none'] },
  { name: 'RETENTION_DAYS', good: ['1', '365'], bad: ['0', '0.5', 'never'] },
  { name: 'METRICS_PORT', good: ['0', '9464'], bad: ['-1', '65536'] },
  { name: 'HEALTH_PORT', good: ['0', '3001'], bad: ['-1', '65536'] },
  { name: 'SHUTDOWN_DELAY_MS', good: ['5000'], bad: ['-1', '300001', '5s'] },
];

it('has defaults for all but the database', () => {
  expect(load()).toEqual({
    program: 'api',
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: DATABASE_URL,
    databaseDirectUrl: DATABASE_URL,
    databaseIsPooled: false,
    logLevel: 'info',
    auth: { methods: [], oidc: { callerClaim: 'sub', scopeClaim: 'scope' } },
    http: { allowedHosts: [], corsOrigins: [] },
    shutdownDelayMs: 0,
    partnerCentral: {
      defaultCatalog: 'Sandbox',
      allowedCatalogs: ['Sandbox'],
      rules: 'reference',
      region: 'us-east-1',
      endpoint: undefined,
      timeoutMs: 10_000,
      accountId: undefined,
    },
    submission: {
      ratePerSecond: 15,
      maxAttempts: 8,
      retryBaseMs: 1000,
      giveUpMs: 86_400_000,
      leaseMs: 10_000,
      worker: true,
    },
    reconciliation: { delayMs: 60_000 },
  });
  expect(() => loadSettings({})).toThrow('DATABASE_URL: is required and not set');
});

it('takes an empty variable for one that is not set', () => {
  const empty = Object.fromEntries(variables.map(({ name }) => [name, '']));

  expect(load({ ...empty, DATABASE_URL })).toEqual(load());
  expect(() => load({ DATABASE_URL: '' })).toThrow('DATABASE_URL: is required and not set');
});

it.each(variables.flatMap(({ name, good }) => good.map((value) => [name, value] as const)))(
  '%s may be %s',
  (name, value) => {
    expect(load({ [name]: value })).not.toEqual(load());
  },
);

it.each(variables.flatMap(({ name, bad }) => bad.map((value) => [name, value] as const)))(
  '%s may not be %s, and the message names it',
  (name, value) => {
    expect(() => load({ [name]: value })).toThrow(
      expect.objectContaining({ name: 'SettingsError', message: expect.stringMatching(`^${name}: .+$`) }),
    );
  },
);

it('names all bad ones at once, a line each', () => {
  const faulty = variables.flatMap(({ name, bad: [value] }) => (value === undefined ? [] : [[name, value]]));
  const message = (() => {
    try {
      load(Object.fromEntries(faulty));
      return '';
    } catch (error) {
      return String(Object(error).message);
    }
  })();

  expect(
    message
      .split('\n')
      .map((line) => line.split(':', 1)[0])
      .toSorted(),
  ).toEqual(faulty.map(([name]) => name).toSorted());
});

it.each([
  [{ AUTH: 'oidc' }, /^OIDC_ISSUER: .+\nOIDC_AUDIENCE: .+$/],
  [{ AUTH: 'oidc', OIDC_ISSUER: 'https://login.example.com' }, /^OIDC_AUDIENCE: .+$/],
  [{ AUTH: 'api-key,oidc', OIDC_AUDIENCE: 'engagements' }, /^OIDC_ISSUER: .+$/],
])('tokens need an issuer and an audience: %j', (settings, message) => {
  expect(() => load(settings)).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
});

describe('HOST', () => {
  it.each(['api-key', 'oidc', 'oidc,api-key'])('may be any address where callers sign in with %s', (AUTH) => {
    const oidc = { OIDC_ISSUER: 'https://login.example.com', OIDC_AUDIENCE: 'engagements' };

    expect(load({ AUTH, ...oidc, HOST: '0.0.0.0' })).toMatchObject({ host: '0.0.0.0' });
  });

  it.each(['worker', 'migrate'] as const)('is nothing to a %s, which serves no API', (program) => {
    expect(loadSettings({ DATABASE_URL, HOST: '0.0.0.0' }, program)).toMatchObject({ host: '0.0.0.0' });
  });
});

it.each([
  [{}, undefined],
  [{ AUTH: 'api-key' }, 600],
  [{ AUTH: 'api-key', REQUESTS_PER_MINUTE: '50' }, 50],
  [{ REQUESTS_PER_MINUTE: '50' }, 50],
])('with %j a caller may make %s requests a minute', (settings, limit) => {
  expect(load(settings).http.requestsPerMinute).toBe(limit);
});

it('tells no password', () => {
  expect(() => load({ DATABASE_URL: 'mysql://user:secret@localhost/x' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});

it.each([
  ['AWS', undefined],
  ['AWS', 'Sandbox'],
  ['Sandbox', 'AWS'],
  [undefined, 'AWS'],
])('default catalog %s is not among the allowed ones: %s', (defaultCatalog, allowedCatalogs) => {
  expect(() =>
    load({
      PARTNER_CENTRAL_DEFAULT_CATALOG: defaultCatalog,
      PARTNER_CENTRAL_ALLOWED_CATALOGS: allowedCatalogs,
    }),
  ).toThrow(/^PARTNER_CENTRAL_DEFAULT_CATALOG: must be one of PARTNER_CENTRAL_ALLOWED_CATALOGS/);
});

it('takes the database for pooled where there is another address past the pooler', () => {
  const direct = 'postgresql://localhost/past-the-pooler';

  expect(load({ DATABASE_DIRECT_URL: direct })).toMatchObject({
    databaseUrl: DATABASE_URL,
    databaseDirectUrl: direct,
    databaseIsPooled: true,
  });
  expect(load({ DATABASE_DIRECT_URL: DATABASE_URL })).toEqual(load());
});

it('reads the allowed catalogs as a list without repeats', () => {
  const { partnerCentral } = load({
    PARTNER_CENTRAL_DEFAULT_CATALOG: 'AWS',
    PARTNER_CENTRAL_ALLOWED_CATALOGS: 'AWS, Sandbox,AWS',
  });

  expect(partnerCentral).toMatchObject({ defaultCatalog: 'AWS', allowedCatalogs: ['AWS', 'Sandbox'] });
});

it.each([
  ['0', 0],
  ['0.5', 1_800_000],
  ['1.25', 4_500_000],
  ['8760', 31_536_000_000],
])('SUBMISSION_GIVE_UP_HOURS of %s are %i ms', (hours, ms) => {
  expect(load({ SUBMISSION_GIVE_UP_HOURS: hours }).submission.giveUpMs).toBe(ms);
});

describe('RECONCILIATION_DELAY_MS', () => {
  const delayMs = (delay: string, endpoint?: string) =>
    load({ RECONCILIATION_DELAY_MS: delay, AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: endpoint }).reconciliation
      .delayMs;
  const ofOnesOwn = 'https://aws.example';

  it.each([undefined, '', ofOnesOwn])('may be ten seconds against AWS itself: %j', (endpoint) => {
    expect(delayMs('10000', endpoint)).toBe(10_000);
  });

  it.each(
    [undefined, '', ofOnesOwn].flatMap((endpoint) =>
      ['1', '9999'].map((delay) => [endpoint, delay] as const),
    ),
  )('may not be shorter there: %j, %s', (endpoint, delay) => {
    expect(() => delayMs(delay, endpoint)).toThrow(
      expect.objectContaining({
        name: 'SettingsError',
        message: expect.stringMatching(/^RECONCILIATION_DELAY_MS: .*at least 10000/),
      }),
    );
  });

  it.each(['1', '9999'])('may be %s against a simulator, which has no TLS', (delay) => {
    expect(delayMs(delay, 'http://127.0.0.1:4010')).toBe(Number(delay));
  });
});

it('refuses the API’s own port for its metrics, but for any free one, and for a worker', () => {
  expect(() => load({ PORT: '4000', METRICS_PORT: '4000' })).toThrow(/^METRICS_PORT: is that of the API/);
  expect(load({ PORT: '0', METRICS_PORT: '0' }).metricsPort).toBe(0);
  expect(loadSettings({ DATABASE_URL, PORT: '4000', METRICS_PORT: '4000' }, 'worker').port).toBe(4000);
});

it('names all contradictions at once, a line each', () => {
  expect(() => load({ RECONCILIATION_DELAY_MS: '1', PARTNER_CENTRAL_DEFAULT_CATALOG: 'AWS' })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^PARTNER_CENTRAL_DEFAULT_CATALOG: .+\nRECONCILIATION_DELAY_MS: .+$/),
    }),
  );
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const everything = parseEnv(text.replaceAll(/^# (?=[A-Z_]+=)/gm, ''));

  it('has every variable', () => {
    expect(Object.keys(everything)).toEqual(expect.arrayContaining(variables.map(({ name }) => name)));
  });

  it('has the defaults', () => {
    expect(load(parseEnv(text))).toEqual(load());
  });

  it('can be used with everything uncommented', () => {
    expect(loadSettings(everything)).toMatchObject({
      logLevel: 'info',
      databaseUrl: everything['DATABASE_URL'],
    });
  });

  it('leaves no setting without a variable', () => {
    const changed = Object.fromEntries(variables.map(({ name, good }) => [name, good[0]]));
    const before = leavesOf(load());
    const after = leavesOf(
      load({ ...changed, PARTNER_CENTRAL_ALLOWED_CATALOGS: 'AWS', PARTNER_CENTRAL_DEFAULT_CATALOG: 'AWS' }),
    );

    expect(after.filter((leaf) => before.includes(leaf))).toEqual(['/program: api']);
    expect(after).toHaveLength(before.length);
  });
});

/** Each setting and its value as a line of text. */
function leavesOf(value: unknown, path = ''): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, `${path}/${name}`))
    : [`${path}: ${String(value)}`];
}
