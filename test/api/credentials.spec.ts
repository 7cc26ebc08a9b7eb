import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';

let api: TestApi;
const before = { ...process.env };

beforeAll(async () => {
  for (const name of Object.keys(process.env).filter((variable) => variable.startsWith('AWS_'))) {
    Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_CONFIG_FILE: '/nonexistent/config',
  });
  api = await startApi({ SUBMISSION_MAX_ATTEMPTS: '1' });
});
afterAll(async () => {
  Object.assign(process.env, before);
  await api.close();
});

it('tells that the service has no credentials, without the words of the SDK', async () => {
  const { body, text } = await request(api.url)
    .post('/engagements?submit=true')
    .send(engagement())
    .expect(503)
    .expect('retry-after', /^\d+$/);

  expect(body).toMatchObject({ type: '/problems/partner-central-credentials', engagementStatus: 'rejected' });
  expect(text).not.toMatch(/nonexistent|providers|profile/i);
  expect(api.simulator.ledger().calls.total).toBe(0);
});
