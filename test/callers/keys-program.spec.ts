import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type TestApi, startApi } from '../support/api.js';
import { createEmptyDatabase } from '../support/database.js';
import { bearer } from '../support/callers.js';
import { createServiceRole } from '../support/service-role.js';
import { connect, waitUntil } from '../support/settled.js';
import { keysJson, runKeys } from './run-keys.js';

const READ = 'engagements:read';
const OWN = 'engagements:read,engagements:write,engagements:submit';

let api: TestApi;
let env: Record<string, string>;

beforeAll(async () => {
  api = await startApi({ AUTH: 'api-key' });
  env = { DATABASE_URL: api.database.url };
});
afterAll(() => api.close());

const list = (key: string) => request(api.url).get('/engagements').set(bearer(key));

describe('keys create', () => {
  it('prints a key that works, and nothing else', async () => {
    const made = await keysJson(env, 'create', '--name', 'crm', '--scopes', OWN);
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{12}$/),
      name: 'crm',
      scopes: OWN.split(','),
      expiresAt: null,
      key: expect.stringMatching(/^pek_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/),
    });
    await list(made.key).expect(200);
  });

  it('prints it for people too, once', async () => {
    const { code, stdout, stderr } = await runKeys(env, ['create', '--name', 'crm', '--scopes', READ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/^pek_\S+$/gm)).toHaveLength(1);
  });

  it('gives it an end', async () => {
    const before = Date.now();
    const { expiresAt } = await keysJson(
      env,
      'create',
      '--name',
      'crm',
      '--scopes',
      READ,
      '--expires',
      '90d',
    );
    const days = (Date.parse(expiresAt) - before) / 86_400_000;
    expect(days).toBeGreaterThan(89.9);
    expect(days).toBeLessThan(90.1);
  });

  it.each<[string, string[], string]>([
    ['no command', ['frob'], 'There is no command "frob".'],
    ['no name', ['create', '--scopes', READ], '--name is missing.'],
    ['no scopes', ['create', '--name', 'crm'], '--scopes is missing.'],
    [
      'an unknown scope',
      ['create', '--name', 'crm', '--scopes', `${READ},x`],
      '--scopes: there is no scope "x".',
    ],
    ['an unknown option', ['create', '--nam', 'crm'], "Unknown option '--nam'."],
    ['an option of another command', ['list', '--expires', '1d'], "Unknown option '--expires'."],
    [
      'an odd duration',
      ['create', '--name', 'crm', '--scopes', READ, '--expires', '1y'],
      '--expires: "1y" must be',
    ],
    [
      'no duration at all',
      ['create', '--name', 'crm', '--scopes', READ, '--expires', '0d'],
      '--expires: "0d" is no',
    ],
    [
      'too long a one',
      ['create', '--name', 'crm', '--scopes', READ, '--expires', '4000d'],
      '--expires: "4000d" must',
    ],
    [
      'the name of all without sign-in',
      ['create', '--name', 'anonymous', '--scopes', READ],
      '--name: "anonymous"',
    ],
    [
      'a name of the service',
      ['create', '--name', 'reconciliation', '--scopes', READ],
      '--name: "reconciliation"',
    ],
    ['a name with a blank', ['create', '--name', 'c m', '--scopes', READ], '--name: "c m"'],
    ['a long name', ['create', '--name', 'c'.repeat(65), '--scopes', READ], '--name: "ccc'],
    ['no id', ['revoke'], 'revoke takes the id of one key.'],
    ['two ids', ['rotate', 'a', 'b'], 'rotate takes the id of one key.'],
  ])('is told in a line of %s, and of how it is used', async (_, args, line) => {
    const { code, stdout, stderr } = await runKeys(env, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')[0]).toContain(line);
    expect(stderr).toContain('Usage:');
  });
});

describe('keys list', () => {
  it('tells state and last use, and nothing that opens the door', async () => {
    const active = await keysJson(env, 'create', '--name', 'lister', '--scopes', READ);
    const revoked = await keysJson(env, 'create', '--name', 'lister', '--scopes', READ);
    const expired = await keysJson(env, 'create', '--name', 'lister', '--scopes', READ, '--expires', '1s');
    await keysJson(env, 'revoke', revoked.id);
    await list(active.key).expect(200);
    await waitUntil(async () => (await list(expired.key)).status === 401);

    const mine = async () =>
      (await keysJson(env, 'list')).filter(({ name }: { name: string }) => name === 'lister');
    await waitUntil(async () =>
      (await mine()).some((key: { lastUsedAt: unknown }) => key.lastUsedAt !== null),
    );
    const keys = await mine();
    expect(keys).toHaveLength(3);
    expect(keys).toContainEqual({
      id: active.id,
      name: 'lister',
      scopes: [READ],
      state: 'active',
      createdAt: expect.any(String),
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: expect.any(String),
      replaces: null,
    });
    expect(keys).toContainEqual(
      expect.objectContaining({ id: revoked.id, state: 'revoked', lastUsedAt: null }),
    );
    expect(keys).toContainEqual(expect.objectContaining({ id: expired.id, state: 'expired' }));

    const { stdout } = await runKeys(env, ['list']);
    expect(stdout).toContain(active.id);
    expect(stdout).not.toContain('pek_');
  });
});

describe('keys rotate', () => {
  it('has old and new both live for a while, and then the new one only', async () => {
    const old = await keysJson(env, 'create', '--name', 'rotator', '--scopes', OWN, '--expires', '30d');
    const made = await keysJson(env, 'rotate', old.id, '--overlap', '2s');
    expect(made).toMatchObject({ name: 'rotator', scopes: OWN.split(','), replaces: old.id });
    expect(made.key).not.toBe(old.key);
    // As long as the old one was made for.
    expect(Date.parse(made.expiresAt) - Date.parse(old.expiresAt)).toBeGreaterThanOrEqual(0);
    await list(old.key).expect(200);
    await list(made.key).expect(200);
    await waitUntil(async () => (await list(old.key)).status === 401);
    await list(made.key).expect(200);
  });

  it('never has the old one live longer', async () => {
    const old = await keysJson(env, 'create', '--name', 'rotator', '--scopes', READ, '--expires', '1h');
    const { replacedExpiresAt, expiresAt } = await keysJson(env, 'rotate', old.id, '--expires', '2d');
    expect(replacedExpiresAt).toBe(old.expiresAt);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.parse(old.expiresAt));
  });

  it('says why it does not', async () => {
    const old = await keysJson(env, 'create', '--name', 'rotator', '--scopes', READ);
    const { id } = await keysJson(env, 'rotate', old.id);
    await keysJson(env, 'revoke', id);
    const again = await keysJson(env, 'rotate', old.id);
    for (const [given, why] of [
      [old.id, `Key ${old.id} has been rotated already: ${again.id} takes its place.`],
      [id, `Key ${id} is revoked: create a new one.`],
      ['nothing', 'There is no key "nothing".'],
    ] as const) {
      const { code, stdout, stderr } = await runKeys(env, ['rotate', given, '--json']);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(why);
    }
  });
});

describe('keys revoke', () => {
  it('takes the whole key too, and does no harm twice', async () => {
    const { id, key } = await keysJson(env, 'create', '--name', 'crm', '--scopes', READ);
    const first = await keysJson(env, 'revoke', key);
    expect(first).toEqual({ id, name: 'crm', revokedAt: expect.any(String) });
    expect(await keysJson(env, 'revoke', id)).toEqual(first);
    await waitUntil(async () => (await list(key)).status === 401);
  });
});

describe('keys adopt', () => {
  it('gives one caller’s work to another one, and leaves the histories', async () => {
    const earlier = await startApi();
    const { url } = earlier.database;
    try {
      const key = crypto.randomUUID();
      const draft = { title: 'Adopted', externalRef: 'crm-1' };
      const { body } = await request(earlier.url)
        .post('/engagements')
        .set('idempotency-key', key)
        .send(draft);
      const { body: gone } = await request(earlier.url).post('/engagements').send({ title: 'Gone' });
      await request(earlier.url).delete(`/engagements/${gone.id}`).expect(204);
      await request(earlier.url)
        .post('/engagements/submissions')
        .send({ ids: [body.id] })
        .expect(202);

      expect(await keysJson({ DATABASE_URL: url }, 'adopt', '--name', 'crm')).toEqual({
        from: 'anonymous',
        name: 'crm',
        engagements: 1,
        submissions: 0,
        batches: 1,
        deletedEngagements: 1,
        idempotencyKeys: 1,
        idempotencyKeysLeft: 0,
      });
      const client = await connect(url);
      const { rows } = await client.query(
        'SELECT created_by, (SELECT actor FROM engagement_events WHERE engagement_id = engagements.id LIMIT 1) AS actor FROM engagements',
      );
      await client.end();
      expect(rows).toEqual([{ created_by: 'crm', actor: 'anonymous' }]);
    } finally {
      await earlier.close();
    }
  });

  it('names what both have, and changes nothing then', async () => {
    const earlier = await startApi();
    const { url } = earlier.database;
    try {
      for (const externalRef of ['a-1', 'a-2']) {
        await request(earlier.url).post('/engagements').send({ title: 'x', externalRef }).expect(201);
      }
      await keysJson({ DATABASE_URL: url }, 'adopt', '--name', 'crm');
      await request(earlier.url).post('/engagements').send({ title: 'x', externalRef: 'a-2' }).expect(201);
      const { code, stdout, stderr } = await runKeys({ DATABASE_URL: url }, ['adopt', '--name', 'crm']);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('both have an engagement with the externalRef a-2 (Sandbox)');
      const { body } = await request(earlier.url).get('/engagements');
      expect(body.data.map((one: { createdBy: string }) => one.createdBy).sort()).toEqual([
        'anonymous',
        'crm',
        'crm',
      ]);
    } finally {
      await earlier.close();
    }
  });

  it('is not for the service’s own names, nor from one to the same', async () => {
    expect((await runKeys(env, ['adopt', '--name', 'operator'])).code).toBe(2);
    expect((await runKeys(env, ['adopt', '--name', 'crm', '--from', 'crm'])).code).toBe(1);
  });
});

it('keys is listed by its name in pg_stat_activity', async () => {
  const client = await connect(api.database.url);
  try {
    await client.query('BEGIN; LOCK TABLE api_keys');
    const listing = runKeys(env, ['list']);
    await waitUntil(async () => {
      // Else a transaction goes on seeing what it has seen.
      await client.query('SELECT pg_stat_clear_snapshot()');
      const { rowCount } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'partner-engagements-keys'",
      );
      return rowCount === 1;
    });
    await client.query('ROLLBACK');
    expect((await listing).code).toBe(0);
  } finally {
    await client.end();
  }
});

describe('keys, where the database is not to be had,', () => {
  it('says so in a line without the password', async () => {
    const { code, stderr } = await runKeys({ DATABASE_URL: 'postgresql://u:geheim@127.0.0.1:1/none' }, [
      'list',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Could not do it in database none at 127\.0\.0\.1:1: .*ECONNREFUSED.*\n$/);
    expect(stderr).not.toContain('geheim');
  });

  it('says which setting is missing', async () => {
    expect(await runKeys({}, ['list'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'DATABASE_URL: is required and not set\n',
    });
  });

  it('says that it has to be migrated', async () => {
    const empty = await createEmptyDatabase();
    try {
      const { code, stderr } = await runKeys({ DATABASE_URL: empty.url }, ['list']);
      expect(code).toBe(1);
      expect(stderr).toContain('migrate it first');
    } finally {
      await empty.drop();
    }
  });

  it('says whose role it takes, where its own may read keys and not make any', async () => {
    const admin = await connect(api.database.url);
    const service = await createServiceRole(admin, api.database.url);
    await admin.query(`REVOKE INSERT ON api_keys FROM ${service.name}`);
    try {
      const create = ['create', '--name', 'crm', '--scopes', READ];
      const { code, stderr } = await runKeys({ DATABASE_URL: service.url }, create);
      expect(code).toBe(1);
      expect(stderr).toContain('permission denied for table api_keys. Do it as the role that migrates.');
    } finally {
      await service.drop();
      await admin.end();
    }
  });
});
