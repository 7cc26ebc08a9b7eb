import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { contact, customerProject, engagement, interaction, lead } from '../support/engagements.factory.js';
import { waitForStatus } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_MAX_ATTEMPTS: '1', SUBMISSION_RATE_PER_SECOND: '1000' });
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(() => api.close());

const draft = async (body: object = engagement()) =>
  (await request(api.url).post('/engagements').send(body).expect(201)).body;
const submit = (id: string) => request(api.url).post(`/engagements/${id}/submit`);
const inAws = (arn: string) => api.simulator.ledger().engagements.filter((entry) => entry.arn === arn);

it('is shown anew while its submission is open, as its attempts are no new version', async () => {
  api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
  const { id } = await draft();
  const { headers } = await submit(id).set('prefer', 'respond-async').expect(202);
  const look = (status: number) =>
    request(api.url).get(`/engagements/${id}`).set('if-none-match', String(headers['etag'])).expect(status);

  const { body } = await look(200);
  expect(body.status).toBe('submitting');
  await waitForStatus(api.database.url, id, 'submitted');

  const { headers: settled } = await look(200);
  await request(api.url).get(`/engagements/${id}`).set('if-none-match', String(settled['etag'])).expect(304);
});

describe('submitting', () => {
  it('carries every field to Partner Central under its name there', async () => {
    const body = engagement({
      contexts: [
        customerProject({ id: '1' }),
        lead({
          id: '2',
          customer: { ...lead().customer, address: { ...lead().customer.address, stateOrRegion: 'wa' } },
          interactions: [
            interaction({
              interactionDate: '2026-11-02T11:30:00.250+01:00',
              contact: contact({ phone: '(206) 555-0100', email: 'ADA@acme.example.com' }),
            }),
          ],
        }),
      ],
    });
    const answer = await request(api.url).post('/engagements?submit=true').send(body).expect(201);

    const [entry] = inAws(answer.body.partnerCentral.arn);
    expect(entry?.request).toEqual({
      Catalog: 'Sandbox',
      ClientToken: entry?.clientToken,
      Title: 'Cloud migration for Acme',
      Description: "Move Acme's order platform to AWS",
      Contexts: [
        {
          Id: '1',
          Type: 'CustomerProject',
          Payload: {
            CustomerProject: {
              Customer: {
                Industry: 'Retail',
                CompanyName: 'Acme',
                WebsiteUrl: 'acme.example.com',
                CountryCode: 'US',
              },
              Project: {
                Title: 'Order platform',
                BusinessProblem: 'On-premises capacity runs out each November.',
                TargetCompletionDate: '2099-06-30',
              },
            },
          },
        },
        {
          Id: '2',
          Type: 'Lead',
          Payload: {
            Lead: {
              QualificationStatus: 'Qualified',
              Customer: {
                Industry: 'Retail',
                CompanyName: 'Acme',
                WebsiteUrl: 'acme.example.com',
                Address: {
                  City: 'Seattle',
                  PostalCode: '98101',
                  StateOrRegion: 'Washington',
                  CountryCode: 'US',
                },
                AwsMaturity: 'Exploring',
                MarketSegment: 'Enterprise',
              },
              Interactions: [
                {
                  SourceType: 'Event',
                  SourceId: 'evt-42',
                  SourceName: 'Retail Summit',
                  Usecase: 'Migration',
                  InteractionDate: '2026-11-02T10:30:00.250Z',
                  CustomerAction: 'Asked for a meeting',
                  BusinessProblem: 'On-premises capacity runs out each November.',
                  Contact: {
                    BusinessTitle: 'CTO',
                    Email: 'ada@acme.example.com',
                    FirstName: 'Ada',
                    LastName: 'Byron',
                    Phone: '+12065550100',
                  },
                },
              ],
            },
          },
        },
      ],
    });
  });

  it('records what AWS answers to the letter, nanoseconds and all', async () => {
    const { body, headers } = await submit((await draft()).id).expect(200);

    const [entry] = inAws(body.partnerCentral.arn);
    expect(body.partnerCentral).toEqual({ id: entry?.id, arn: entry?.arn, modifiedAt: entry?.modifiedAt });
    expect(body.partnerCentral.modifiedAt).toMatch(/\.\d{9}Z$/);
    expect(headers['location']).toBe(`/engagements/${body.id}`);
  });

  it('shows beforehand the very request that it sends', async () => {
    const { id } = await draft();
    const before = await request(api.url).get(`/engagements/${id}/request`).expect(200);
    const { body } = await submit(id).expect(200);
    const after = await request(api.url).get(`/engagements/${id}/request`).expect(200);

    expect(after.body).toEqual(before.body);
    expect(inAws(body.partnerCentral.arn)[0]?.request).toEqual(before.body.request);
    expect(createHash('sha256').update(JSON.stringify(before.body.request)).digest('hex')).toBe(
      before.body.sha256,
    );
  });

  it('tells all that a draft lacks, and sends nothing', async () => {
    const { id } = await draft({ title: 'Not ready' });
    const { total } = api.simulator.ledger().calls;

    const { body } = await submit(id).expect(422);

    expect(body).toMatchObject({
      type: '/problems/engagement-not-ready',
      engagementId: id,
      errors: [{ pointer: '/description', code: 'REQUIRED_FIELD_MISSING' }],
    });
    await request(api.url).get(`/engagements/${id}/request`).expect(422);
    expect(api.simulator.ledger().calls.total).toBe(total);
  });

  it('saves nothing of what is not ready', async () => {
    const title = 'Never saved';
    await request(api.url).post('/engagements?submit=true').send({ title }).expect(422);

    const { body } = await request(api.url).get('/engagements').query({ q: title }).expect(200);
    expect(body.data).toEqual([]);
  });

  it('is refused with the Arn once AWS has it', async () => {
    const { id } = await draft();
    const { body } = await submit(id).expect(200);

    const { body: problem } = await submit(id).expect(409);

    expect(problem).toMatchObject({
      type: '/problems/already-submitted',
      arn: body.partnerCentral.arn,
      engagementId: id,
    });
  });

  it('many times at once creates one engagement, and tells everybody of it', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 200, times: 1 });
    const { id } = await draft();
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(id)));

    const arns = new Set(answers.map(({ body }) => body.partnerCentral?.arn ?? body.arn));
    expect(arns.size).toBe(1);
    expect(inAws([...arns].join())).toEqual([expect.objectContaining({ calls: 1 })]);
  });

  it('honours If-Match, whatever else stands in the way', async () => {
    const { id } = await draft({ title: 'Not ready' });
    const { body } = await submit(id)
      .set('if-match', '"2"')
      .expect(412)
      .expect('location', `/engagements/${id}`);
    expect(body).toMatchObject({ engagementId: id, currentVersion: 1 });
    await submit(id).set('if-match', '"1"').expect(422);
    await request(api.url).patch(`/engagements/${id}`).send(engagement()).expect(200);
    const { body: done } = await submit(id).set('if-match', '"2"').expect(200);
    await submit(id).set('if-match', '"2"').expect(412);
    await submit(id).set('if-match', `"${done.version}"`).expect(409);
  });

  it.each([['respond-async'], ['wait=0'], ['wait=1']])(
    'does not wait longer than Prefer: %s',
    async (prefer) => {
      api.simulator.addFault({ kind: 'delay', delayMs: 1500, times: 1 });
      const { id } = await draft();

      const { body, headers } = await submit(id).set('prefer', prefer).expect(202);

      expect(body.status).toBe('submitting');
      expect(headers).toMatchObject({
        location: `/engagements/${id}`,
        'retry-after': expect.stringMatching(/^\d+$/),
      });
      await waitForStatus(api.database.url, id, 'submitted');
    },
  );

  it('again after a rejection sends the mended engagement under a new token', async () => {
    api.simulator.addFault({ kind: 'error', error: { name: 'ConflictException' }, times: 1 });
    const { id } = await draft();
    const before = await request(api.url).get(`/engagements/${id}/request`).expect(200);
    await submit(id).expect(409);
    await request(api.url).patch(`/engagements/${id}`).send({ title: 'Mended' }).expect(200);

    const { body } = await submit(id).expect(200);

    const [entry] = inAws(body.partnerCentral.arn);
    expect(entry?.request).toMatchObject({ Title: 'Mended' });
    expect(entry?.clientToken).not.toBe(before.body.request.ClientToken);
    expect(body.submission).not.toHaveProperty('lastError');
  });
});
