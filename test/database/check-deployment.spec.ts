import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { listen } from '../support/listen.js';
import { createKey, revokeKey } from '../support/callers.js';
import { startProgram } from '../support/program.js';
import { createServiceRole, type ServiceRole, withAccount } from '../support/service-role.js';
import { connect } from '../support/settled.js';
import { startStandIn } from '../support/stand-in.js';

let database: TestDatabase;
let admin: Client;
let role: ServiceRole;
let simulator: RunningSimulator;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connect(database.url);
  role = await createServiceRole(admin, database.url);
  simulator = await startSimulator({ ratePerSecond: 0 });
});
afterAll(async () => {
  await simulator.close();
  await role.drop();
  await admin.end();
  await database.drop();
});

const check = async (settings: Record<string, string> = {}) => {
  const { code, output } = await startProgram('src/main-check.ts', {
    env: {
      DATABASE_URL: role.url,
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator.url,
      AWS_ACCESS_KEY_ID: 'AKIDTEST',
      AWS_SECRET_ACCESS_KEY: 'top-secret',
      ...settings,
    },
  }).ended;
  expect(output).not.toMatch(/secret/);
  return { code, lines: output.trim().split('\n') };
};
const lineOf = (lines: readonly string[], name: string) =>
  lines.find((line) => line.replace(/^\w+ +/, '').startsWith(`${name}: `)) ?? '';

it('says of each part that it is right, in a line', async () => {
  const { code, lines } = await check();

  expect(lines).toEqual([
    'ok       settings: can be read',
    expect.stringMatching(/^ok {7}database: database test_\w+ at \S+ lets role service_\w+ in$/),
    expect.stringMatching(/^ok {7}server version: PostgreSQL \d+/),
    'ok       migrations: all that this version knows',
    'ok       rights: all that the service needs',
    'ok       writes: the server takes them',
    // The test's server is quick to forget.
    expect.stringMatching(/^warning {2}durability: .+ \(fsync-off\)$/),
    expect.stringMatching(/^warning {2}durability: .+ \(synchronous-commit-off\)$/),
    'ok       notifications: LISTEN works',
    expect.stringMatching(
      /^ok {7}Partner Central: answers ListEngagements of catalog Sandbox, at 127\.0\.0\.1:\d+/,
    ),
  ]);
  expect(code).toBe(0);
});

it('asks AWS once, whatever it answers', async () => {
  const aws = await startStandIn(() => ({ status: 500, body: '{}' }));
  try {
    await check({ AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: aws.url });

    expect(aws.calls()).toBe(1);
  } finally {
    await aws.close();
  }
});

it('tells all that is wrong at once, and ends with 1', async () => {
  await admin.query(`
    UPDATE _prisma_migrations SET rolled_back_at = now()
    WHERE started_at = (SELECT max(started_at) FROM _prisma_migrations);
    REVOKE INSERT ON submissions FROM ${role.name}`);
  try {
    const { code, lines } = await check({
      AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: 'http://127.0.0.1:1',
      DATABASE_DIRECT_URL: 'postgresql://ada:secret@127.0.0.1:1/crm',
    });

    expect(code).toBe(1);
    expect(lineOf(lines, 'migrations')).toMatch(
      /^failed {3}.*The database lacks \d{14}_\w+: run the migration/,
    );
    expect(lineOf(lines, 'rights')).toMatch(/^failed {3}.*lacks INSERT on table submissions/);
    expect(lineOf(lines, 'notifications')).toMatch(
      /^failed {3}.*database crm at 127.0.0.1:1 .*connection-refused/,
    );
    expect(lineOf(lines, 'Partner Central')).toMatch(/^failed {3}.*gives no answer.*connection-refused/);
  } finally {
    await admin.query(`
      UPDATE _prisma_migrations SET rolled_back_at = NULL;
      GRANT INSERT ON submissions TO ${role.name}`);
  }
});

it('says where callers can’t sign in, and what is nobody’s who can', async () => {
  const signIn = { AUTH: 'api-key' };
  const linesOfCallers = async (settings: Record<string, string>) =>
    (await check(settings)).lines.filter((line) => line.includes(' callers: '));
  expect(await linesOfCallers({})).toEqual([]);
  expect(await linesOfCallers(signIn)).toEqual([
    'warning  callers: no API key is active: make one for each app with `keys create`',
  ]);

  const { id } = await createKey(database);
  expect(await linesOfCallers(signIn)).toEqual(['ok       callers: there are API keys (1 active)']);

  await revokeKey(database, id);
  await admin.query(`
    INSERT INTO engagements (id, client_token, catalog, created_by)
    VALUES (gen_random_uuid(), gen_random_uuid(), 'Sandbox', 'anonymous')`);
  expect(await linesOfCallers(signIn)).toEqual([
    expect.stringMatching(/^warning .*no API key/),
    expect.stringMatching(/^warning .*nobody’s who signs in: .*`keys adopt`/),
  ]);
});

it('takes another database for no way to listen', async () => {
  const other = await createTestDatabase();
  try {
    const { code, lines } = await check({ DATABASE_DIRECT_URL: other.url });

    expect(code).toBe(1);
    expect(lineOf(lines, 'notifications')).toMatch(
      /^failed {3}.*does DATABASE_DIRECT_URL lead .* to the same database\?$/,
    );
  } finally {
    await other.drop();
  }
});

it.each([
  [
    'ExpiredTokenException',
    /^failed {3}.*no credentials from us, or does not accept them.*ExpiredTokenException/,
  ],
  ['AccessDeniedException', /^failed {3}.*partnercentral:ListEngagements.*AWS request \S+\)/],
  ['ThrottlingException', /^warning {2}.*throttles/],
  ['InternalServerException', /^failed {3}.*partner-central-unavailable.*InternalServerException/],
])('says what to do where AWS answers %s', async (name, line) => {
  simulator.addFault({ operation: 'ListEngagements', kind: 'error', error: { name }, times: 1 });
  const { code, lines } = await check();

  expect(lineOf(lines, 'Partner Central')).toMatch(line);
  expect(code).toBe(name === 'ThrottlingException' ? 0 : 1);
});

it('says that there are no credentials', async () => {
  const { code, lines } = await check({
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  });

  expect(lineOf(lines, 'Partner Central')).toMatch(/^failed {3}.*CredentialsProviderError/);
  expect(code).toBe(1);
});

it('says that the role is not let in', async () => {
  const { code, lines } = await check({ DATABASE_URL: withAccount(database.url, role.name, 'wr0ng') });

  expect(lineOf(lines, 'database')).toMatch(/^failed {3}.*check its password.*SQLSTATE 28P01/);
  expect(lineOf(lines, 'Partner Central')).toMatch(/^ok/);
  expect(code).toBe(1);
});

it('names all bad settings', async () => {
  const { code, lines } = await check({ AWS_REGION: 'us-east-9', AUTH: 'oidc' });

  expect(code).toBe(1);
  expect(lines.map((line) => line.split(':', 2).join())).toEqual([
    'failed   settings, AWS_REGION',
    'failed   settings, OIDC_ISSUER',
    'failed   settings, OIDC_AUDIENCE',
  ]);
});

it.each([
  ['describes itself', (issuer: string) => ({ issuer, jwks_uri: `${issuer}/jwks` }), 200, /^ok/],
  [
    'calls itself otherwise',
    (issuer: string) => ({ issuer: `${issuer}/`, jwks_uri: 'x' }),
    200,
    /^failed.*otherwise/,
  ],
  ['has no keys', (issuer: string) => ({ issuer }), 200, /^failed.*jwks_uri/],
  [
    'has its keys where others could change them',
    (issuer: string) => ({ issuer, jwks_uri: 'http://keys.example.com/' }),
    200,
    /^failed.*jwks_uri/,
  ],
  ['says nothing', () => null, 200, /^failed.*otherwise/],
  ['is not there', () => ({}), 404, /^failed.*answers 404/],
])('the issuer of tokens %s', async (_, documentOf, status, line) => {
  const server = createServer((request, response) => {
    const issuer = `http://${String(request.headers.host)}`;
    const document = request.url === '/jwks' ? { keys: [] } : documentOf(issuer);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  const issuer = `http://127.0.0.1:${await listen(server)}`;
  try {
    const { lines } = await check({ AUTH: 'oidc', OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'engagements' });

    expect(lineOf(lines, 'identity provider')).toMatch(line);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

it('an issuer that does not answer has failed', async () => {
  const { code, lines } = await check({
    AUTH: 'oidc',
    OIDC_ISSUER: 'http://127.0.0.1:2',
    OIDC_AUDIENCE: 'x',
  });

  expect(lineOf(lines, 'identity provider')).toMatch(/^failed.*connection-refused/);
  expect(code).toBe(1);
});
