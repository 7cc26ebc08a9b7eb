import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { createKey, ownScopes, type TestKey } from '../support/callers.js';
import { engagement } from '../support/engagements.factory.js';

let api: TestApi;
let crm: TestKey;
let others: Readonly<Record<'app' | 'admin', TestKey>>;
beforeAll(async () => {
  api = await startApi({ AUTH: 'api-key' });
  crm = await createKey(api.database, { name: 'crm' });
  others = {
    app: await createKey(api.database, { name: 'events' }),
    admin: await createKey(api.database, { name: 'ops', scopes: [...ownScopes, 'engagements:admin'] }),
  };
});
afterAll(() => api.close());

const at = '/engagements/by-ref/crm-1';
const put = (key: TestKey, body: object, query = '') =>
  request(api.url).put(`${at}${query}`).set(key.headers).send(body);
const get = (key: TestKey) => request(api.url).get(at).set(key.headers);

describe('an id that its caller has chosen', () => {
  it.each(['app', 'admin'] as const)('leads another %s to nothing, and is theirs to use', async (other) => {
    const key = others[other];
    await put(crm, engagement());
    const { body: theirs } = await get(crm).expect(200);

    await get(key).set({ prefer: 'wait=30', 'if-none-match': '"1"' }).expect(404);
    await put(key, { title: 'Mine now' }).set('if-match', '"1"').expect(412);
    const { body: own } = await put(key, { title: 'Mine' }).expect(201);
    expect(own).toMatchObject({ externalRef: 'crm-1', title: 'Mine' });
    await put(key, engagement({ title: 'Mine' }), '?submit=true').expect(200);
    expect((await get(key).expect(200)).body).toMatchObject({ id: own.id, status: 'submitted' });

    expect((await get(crm).expect(200)).body).toEqual(theirs);
  });
});
