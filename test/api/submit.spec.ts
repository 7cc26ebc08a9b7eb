import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';

describe('POST /engagements?submit=true', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('creates the engagement in Partner Central and answers with its Arn', async () => {
    const answer = await request(api.url).post('/engagements?submit=true').send(engagement()).expect(201);

    expect(answer.body).toMatchObject({ status: 'submitted', submission: { attempts: 1 } });
    expect(api.simulator.ledger().engagements.map(({ arn }) => arn)).toContain(
      answer.body.partnerCentral.arn,
    );
  });
});
