import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { createKey, ownScopes, type TestKey } from '../support/callers.js';
import { engagement } from '../support/engagements.factory.js';

let api: TestApi;
let crm: TestKey;
let events: TestKey;
let admin: TestKey;
/** A draft and a refused engagement of each app, under the same external references. */
let ofCrm: [draft: string, refused: string];
let ofEvents: [draft: string, refused: string];

beforeAll(async () => {
  api = await startApi({ AUTH: 'api-key', SUBMISSION_RATE_PER_SECOND: '1000' });
  crm = await createKey(api.database, { name: 'crm' });
  events = await createKey(api.database, { name: 'events' });
  admin = await createKey(api.database, { name: 'ops', scopes: [...ownScopes, 'engagements:admin'] });
  ofCrm = await makeTwo(crm);
  ofEvents = await makeTwo(events);
});
afterAll(() => api.close());

async function makeTwo(key: TestKey): Promise<[draft: string, refused: string]> {
  const post = (query: string, externalRef: string) =>
    request(api.url).post(`/engagements${query}`).set(key.headers).send(engagement({ externalRef }));
  const draft = await post('', 'lead-1').expect(201);
  api.simulator.addFault({
    kind: 'error',
    times: 1,
    error: { name: 'AccessDeniedException', message: 'No.' },
  });
  const refused = await post('?submit=true', 'lead-2').expect(403);
  return [draft.body.id, refused.body.engagementId];
}

async function found(key: TestKey, query: string): Promise<string[]> {
  const { body } = await request(api.url).get(`/engagements?${query}`).set(key.headers).expect(200);
  return body.data.map(({ id }: { id: string }) => id);
}

const both = 'externalRef=lead-1&externalRef=lead-2';
const since = 'updatedSince=2020-01-01T00:00:00Z';
const denied = 'lastError=partner-central-access-denied';

describe('catching up', () => {
  it('is on one’s own, whatever others have under the same references', async () => {
    for (const query of [both, since, `${both}&${since}`]) {
      expect(await found(crm, query)).toEqual(ofCrm.toReversed());
      expect(await found(events, query)).toEqual(ofEvents.toReversed());
    }
    for (const query of [denied, `${denied}&status=rejected`, `${denied}&${since}`, `${denied}&${both}`]) {
      expect(await found(crm, query)).toEqual([ofCrm[1]]);
      expect(await found(events, query)).toEqual([ofEvents[1]]);
    }
  });

  it('is on everyone’s, or one app’s, for who may see all', async () => {
    const all = [...ofCrm, ...ofEvents].toReversed();

    expect(await found(admin, both)).toEqual(all);
    expect(await found(admin, since)).toEqual(all);
    expect(await found(admin, `${denied}&${since}`)).toEqual([ofEvents[1], ofCrm[1]]);
    for (const query of [both, since]) {
      expect(await found(admin, `${query}&createdBy=crm`)).toEqual(ofCrm.toReversed());
    }
    expect(await found(admin, `${denied}&createdBy=events`)).toEqual([ofEvents[1]]);
  });
});
