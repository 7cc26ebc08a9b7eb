import { expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { createKey } from '../support/callers.js';
import { keysJson } from './run-keys.js';

const importing = ({ url }: TestApi) =>
  request(url)
    .post('/engagements/import')
    .set({ 'content-type': 'application/x-ndjson', 'idempotency-key': 'adopted' })
    .send('{"title":"Adopted"}');

it('an import goes to the caller that adopts, with its Idempotency-Key', async () => {
  const earlier = await startApi();
  const { url } = earlier.database;
  const later = await startApi({ DATABASE_URL: url, AUTH: 'api-key' });
  try {
    const first = await importing(earlier).expect(200);
    await keysJson({ DATABASE_URL: url }, 'adopt', '--name', 'crm');

    const { headers } = await createKey({ url }, { name: 'crm' });
    const again = await importing(later).set(headers).expect(200).expect('idempotency-replayed', 'true');
    expect(again.text).toBe(first.text);
  } finally {
    await later.close();
    await earlier.close();
  }
});
