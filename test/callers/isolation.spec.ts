import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { createKey, ownScopes, type TestKey } from '../support/callers.js';
import { engagement } from '../support/engagements.factory.js';

/** An app's engagements, in each state that can be had without waiting. */
interface Owned {
  readonly draft: string;
  readonly submitted: string;
  readonly rejected: string;
  readonly unresolved: string;
  readonly deleted: string;
  readonly batch: string;
}

let api: TestApi;
let crm: TestKey;
let events: TestKey;
let admin: TestKey;
let owned: Owned;

beforeAll(async () => {
  api = await startApi({
    AUTH: 'api-key',
    SUBMISSION_MAX_ATTEMPTS: '1',
    PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS',
    RECONCILIATION_DELAY_MS: '3600000',
    REQUESTS_PER_MINUTE: '100000',
  });
  crm = await createKey(api.database, { name: 'crm' });
  events = await createKey(api.database, { name: 'events' });
  admin = await createKey(api.database, { name: 'ops', scopes: [...ownScopes, 'engagements:admin'] });
  owned = await makeOwned();
});
afterAll(() => api.close());

const call = (key: TestKey, method: 'get' | 'post' | 'patch' | 'delete', path: string) =>
  request(api.url)[method](path).set(key.headers);

async function make(key: TestKey, query = '', more: object = {}): Promise<request.Response> {
  return call(key, 'post', `/engagements${query}`).send(engagement(more));
}

async function makeOwned(): Promise<Owned> {
  const draft = (await make(crm, '', { externalRef: 'crm-1' })).body.id;
  const submitted = (await make(crm, '?submit=true')).body.id;
  api.simulator.addFault({
    kind: 'error',
    times: 1,
    error: { name: 'AccessDeniedException', message: 'No.' },
  });
  const rejected = (await make(crm, '?submit=true')).body.engagementId;
  api.simulator.addFault({ kind: 'reset-before', times: 1, operation: 'CreateEngagement' });
  const unresolved = (await make(crm, '?submit=true')).body.engagementId;
  const deleted = (await make(crm)).body.id;
  await call(crm, 'delete', `/engagements/${deleted}`).expect(204);
  const incomplete = (await call(crm, 'post', '/engagements').send({ title: 'Incomplete' })).body.id;
  const batch = (await call(crm, 'post', '/engagements/submissions').send({ ids: [incomplete] })).body.id;
  return { draft, submitted, rejected, unresolved, deleted, batch };
}

/** Every operation of the API's own description that takes an id, with bodies and headers that would be told about. */
async function operationsWithIds(): Promise<{ method: string; path: string }[]> {
  const { body } = await request(api.url).get('/openapi.json').expect(200);
  return Object.entries<object>(body.paths)
    .filter(([path]) => path.includes('{'))
    .flatMap(([path, item]) => Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })))
    .filter(({ path }) => path.startsWith('/engagements/'));
}

describe('a foreign id', () => {
  it('is answered like one that nobody has, on every route, in every state, whatever else is wrong', async () => {
    const operations = await operationsWithIds();
    const states = await call(crm, 'get', '/engagements?limit=100');
    const variants = [
      {},
      { 'if-match': '"1"' },
      { 'if-match': '"999"' },
      { 'if-none-match': '*' },
      { 'idempotency-key': 'a-key' },
    ];
    const answerOf = async (method: string, path: string, headers: object) => {
      const answer = await fetch(`${api.url}${path}`, {
        method,
        headers: {
          ...events.headers,
          'x-request-id': 'the-same',
          'content-type': 'application/json',
          ...headers,
        },
        ...(method === 'PATCH' ? { body: '{"title":"Mine now"}' } : {}),
      });
      const { status } = answer;
      const location = answer.headers.get('location');
      return { status, location, etag: answer.headers.get('etag'), text: await answer.text() };
    };

    const differing: string[] = [];
    for (const { method, path } of operations) {
      for (const [state, id] of Object.entries(owned)) {
        for (const headers of variants) {
          const unknown = randomUUID();
          const foreign = await answerOf(method, path.replace(/\{\w+\}/, id), headers);
          const asUnknown = await answerOf(method, path.replace(/\{\w+\}/, unknown), headers);
          const same =
            JSON.stringify(foreign).replaceAll(id, '') === JSON.stringify(asUnknown).replaceAll(unknown, '');
          if (!same || foreign.status < 400 || foreign.status >= 500) {
            differing.push(
              `${method} ${path} of a ${state} one, ${JSON.stringify(headers)}: ${foreign.text}`,
            );
          }
        }
      }
    }

    expect(operations.length).toBeGreaterThan(6);
    expect(differing).toEqual([]);
    expect((await call(crm, 'get', '/engagements?limit=100')).body).toEqual(states.body);
  });

  it.each([
    ['with a stale version', { 'if-match': '"999"' }],
    ['with the present version', { 'if-match': '"1"' }],
  ])('is 404 %s, not 409, 412 or 422', async (_, headers) => {
    for (const id of Object.values(owned)) {
      await call(events, 'get', `/engagements/${id}`).set(headers).expect(404);
      await call(events, 'patch', `/engagements/${id}`).set(headers).send({ status: 'draft' }).expect(404);
      await call(events, 'delete', `/engagements/${id}`).set(headers).expect(404);
      await call(events, 'post', `/engagements/${id}/submit`).set(headers).expect(404);
      await call(events, 'get', `/engagements/${id}/history`).expect(404);
      await call(events, 'get', `/engagements/${id}/request`).expect(404);
    }
  });

  it('is told as not found by a batch, whatever became of it, then and later', async () => {
    const { batch: _batch, ...ids } = owned;
    const { body } = await call(events, 'post', '/engagements/submissions')
      .send({ ids: Object.values(ids) })
      .expect(202);
    const later = await call(events, 'get', `/engagements/submissions/${body.id}`).expect(200);

    const told = Object.values(ids).map((id) => ({
      id,
      result: 'not-found',
      error: expect.objectContaining({ type: '/problems/engagement-not-found' }),
    }));
    expect(body.data).toEqual(told);
    expect(later.body.data).toEqual(told);
  });
});

describe('one app among others', () => {
  it('lists its own only, by whatever filter', async () => {
    const { body } = await make(events, '', { title: 'Events' });

    for (const query of [
      '',
      '?limit=1',
      '?q=migration',
      '?q=e',
      '?status=draft',
      '?catalog=Sandbox',
      '?externalRef=crm-1',
      '?externalRef=crm-1&externalRef=crm-2',
      '?updatedSince=2020-01-01T00:00:00Z',
      '?updatedSince=2020-01-01T00:00:00Z&status=rejected',
      '?lastError=partner-central-access-denied',
      '?lastError=partner-central-timeout&status=unresolved',
      '?lastError=partner-central-timeout&updatedSince=2020-01-01T00:00:00Z',
    ]) {
      const page = await call(events, 'get', `/engagements${query}`).expect(200);
      const others = page.body.data.filter(({ createdBy }: { createdBy: string }) => createdBy !== 'events');
      expect(others).toEqual([]);
    }
    expect((await call(events, 'get', '/engagements?status=draft')).body.data).toContainEqual(
      expect.objectContaining({ id: body.id, createdBy: 'events' }),
    );
  });

  it('follows its own pages only, with a cursor that was given to another', async () => {
    const theirs = await call(crm, 'get', '/engagements?limit=1').expect(200);
    const page = await call(events, 'get', `/engagements?cursor=${theirs.body.nextCursor}`).expect(200);

    expect(page.body.data.every(({ createdBy }: { createdBy: string }) => createdBy === 'events')).toBe(true);
  });

  it('may use an external reference and an Idempotency-Key that another has used', async () => {
    await make(events, '', { externalRef: 'crm-1' }).then(({ status }) => {
      expect(status).toBe(201);
    });
    const key = { 'idempotency-key': 'shared' };
    const first = await call(crm, 'post', '/engagements').set(key).send({ title: 'Of crm' }).expect(201);
    const second = await call(events, 'post', '/engagements')
      .set(key)
      .send({ title: 'Of events' })
      .expect(201);
    const { headers } = await call(crm, 'post', '/engagements')
      .set(key)
      .send({ title: 'Of crm' })
      .expect(201);

    expect(second.body).toMatchObject({ title: 'Of events', createdBy: 'events' });
    expect(second.headers['idempotency-replayed']).toBeUndefined();
    expect(headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers['location'] });
  });

  it('may import under an Idempotency-Key that another has used', async () => {
    const importing = (caller: TestKey) =>
      call(caller, 'post', '/engagements/import')
        .set({ 'content-type': 'application/x-ndjson', 'idempotency-key': 'shared-import' })
        .send('{"title":"Imported"}\n')
        .expect(200);
    const first = await importing(crm);
    const second = await importing(events);
    const again = await importing(crm);

    expect(second.headers['idempotency-replayed']).toBeUndefined();
    expect(second.body.data[0].id).not.toBe(first.body.data[0].id);
    expect(again.text).toBe(first.text);
  });

  it('imports beside another’s external references', async () => {
    const { body } = await call(events, 'post', '/engagements/import')
      .set('content-type', 'application/x-ndjson')
      .send('{"title":"Imported","externalRef":"crm-1-imported"}\n')
      .expect(200);
    const again = await call(crm, 'post', '/engagements/import')
      .set('content-type', 'application/x-ndjson')
      .send('{"title":"Imported","externalRef":"crm-1-imported"}\n')
      .expect(200);

    expect(body).toMatchObject({ created: 1, failed: 0 });
    expect(again.body).toMatchObject({ created: 1, failed: 0 });
  });

  it('sees the history of what it has deleted, and nobody else does', async () => {
    const { body } = await call(crm, 'get', `/engagements/${owned.deleted}/history`).expect(200);

    expect(body.data.map(({ type, actor }: { type: string; actor: string }) => [type, actor])).toEqual([
      ['created', 'crm'],
      ['deleted', 'crm'],
    ]);
    await call(events, 'get', `/engagements/${owned.deleted}/history`).expect(404);
  });

  it('may not ask for another’s by name, nor settle by hand', async () => {
    await call(events, 'get', '/engagements?createdBy=crm')
      .expect(403)
      .expect(({ body }) => {
        expect(body).toMatchObject({ type: '/problems/forbidden', requiredScope: 'engagements:admin' });
      });
    await call(events, 'post', `/engagements/${owned.unresolved}/resolution`)
      .send({ outcome: 'not-created' })
      .expect(403);
  });
});

describe('who may see everyone’s', () => {
  it('lists all, or one app’s', async () => {
    const all = await call(admin, 'get', '/engagements?limit=100').expect(200);
    const ofCrm = await call(admin, 'get', '/engagements?limit=100&createdBy=crm').expect(200);
    const owners = (page: request.Response) =>
      new Set(page.body.data.map(({ createdBy }: { createdBy: string }) => createdBy));

    expect(owners(all).has('crm')).toBe(true);
    expect([...owners(ofCrm)]).toEqual(['crm']);
  });

  it('edits in its own name, which the app sees as the operator’s', async () => {
    const { body } = await make(crm, '', { title: 'To be edited' });
    await call(admin, 'patch', `/engagements/${body.id}`)
      .send({ title: 'Edited' })
      .expect(200)
      .expect((answer) => {
        expect(answer.body).toMatchObject({ title: 'Edited', createdBy: 'crm' });
      });
    const actors = async (key: TestKey) =>
      (await call(key, 'get', `/engagements/${body.id}/history`)).body.data.map(
        ({ actor }: { actor: string }) => actor,
      );

    expect(await actors(crm)).toEqual(['crm', 'operator']);
    expect(await actors(admin)).toEqual(['crm', 'ops']);
  });
});

describe('an answer that was kept for an Idempotency-Key', () => {
  it('is not given to another key of the same name that does not reach as far', async () => {
    const { body } = await make(crm, '', { title: 'Of nobody else' });
    const submit = (key: TestKey) =>
      call(key, 'post', `/engagements/${body.id}/submit`).set('idempotency-key', 'of-the-operators').send();
    await submit(admin).expect(200);
    await submit(admin).expect(200).expect('idempotency-replayed', 'true');

    const narrower = await createKey(api.database, { name: admin.name });
    const answer = await submit(narrower).expect(404);
    expect(answer.body.type).toBe('/problems/engagement-not-found');
    expect(answer.text).not.toContain('Of nobody else');
  });
});

describe('production', () => {
  const aws = { catalog: 'AWS' };

  it('takes a scope of its own to submit to, and none to draft', async () => {
    const scopes = ['engagements:read', 'engagements:write', 'engagements:submit'] as const;
    const sandboxOnly = await createKey(api.database, { name: 'crm', scopes });
    const { body } = await make(sandboxOnly, '', aws);
    const batch = await call(sandboxOnly, 'post', '/engagements/submissions')
      .send({ ids: [body.id] })
      .expect(202);

    for (const answer of [
      await call(sandboxOnly, 'post', `/engagements/${body.id}/submit`),
      await make(sandboxOnly, '?submit=true', aws),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({
        type: '/problems/forbidden',
        requiredScope: 'engagements:submit:aws',
      });
    }
    expect(batch.body.data).toMatchObject([{ result: 'refused', error: { type: '/problems/forbidden' } }]);
    expect(api.simulator.ledger().engagements.filter(({ catalog }) => catalog === 'AWS')).toEqual([]);
    await call(crm, 'post', `/engagements/${body.id}/submit`).expect(200);
  });

  it('needs the scope to submit at all for submitting in one call', async () => {
    const writer = await createKey(api.database, { name: 'crm', scopes: ['engagements:write'] });
    const { status, body } = await make(writer, '?submit=true');

    expect(status).toBe(403);
    expect(body).toMatchObject({ requiredScope: 'engagements:submit' });
    expect((await make(writer)).status).toBe(201);
  });
});
