import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { NewFault } from '../../simulator/faults/fault.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement, lead } from '../support/engagements.factory.js';
import { connect } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    SUBMISSION_RATE_PER_SECOND: '1000',
    PARTNER_CENTRAL_TIMEOUT_MS: '500',
    RECONCILIATION_DELAY_MS: '3600000',
  });
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(() => api.close());

const fault = (kind: NewFault['kind'], more: Partial<NewFault> = {}) => {
  api.simulator.addFault({ kind, operation: 'CreateEngagement', times: 1, ...more });
};

async function submitUnresolved(body: object): Promise<string> {
  const answer = await request(api.url).post('/engagements?submit=true').send(body);
  expect(answer.body.engagementStatus).toBe('unresolved');
  return String(answer.body.engagementId);
}

/** Creates one in AWS that no engagement here has. @returns its Arn */
async function createElsewhere(body: object): Promise<string> {
  fault('reset-after');
  const id = await submitUnresolved(body);
  await resolve(id, { outcome: 'not-created', arn: null }).expect(200);
  return String(api.simulator.ledger().engagements.at(-1)?.arn);
}

const resolve = (id: string, body: unknown) =>
  request(api.url)
    .post(`/engagements/${id}/resolution`)
    .set('content-type', 'application/json')
    .send(JSON.stringify(body));
const historyOf = async (id: string) =>
  (await request(api.url).get(`/engagements/${id}/history`).expect(200)).body.data;

describe('POST /engagements/{id}/resolution', () => {
  it('settles as rejected what an operator says was not created, with a new token', async () => {
    fault('reset-before');
    const id = await submitUnresolved(engagement({ title: 'Not created' }));
    const token = async () =>
      (await request(api.url).get(`/engagements/${id}/request`).expect(200)).body.request.ClientToken;
    const before = await token();

    const { body, headers } = await resolve(id, { outcome: 'not-created' }).expect(200);

    expect(body).toMatchObject({
      id,
      status: 'rejected',
      submission: { lastError: { type: '/problems/resolved-as-not-created', status: 409 } },
    });
    expect(headers['etag']).toBe(`"${String(body.version)}"`);
    expect(await token()).not.toBe(before);
    expect((await historyOf(id)).slice(-2)).toMatchObject([
      { type: 'resolution', actor: 'anonymous', details: { outcome: 'not-created' } },
      { type: 'settled', actor: 'anonymous', details: { status: 'rejected' } },
    ]);
    await request(api.url).post(`/engagements/${id}/submit`).expect(200);
  });

  it('settles as submitted what AWS has', async () => {
    fault('reset-after');
    const id = await submitUnresolved(engagement({ title: 'Created' }));
    const entry = api.simulator.ledger().engagements.at(-1);

    const { body } = await resolve(id, { outcome: 'created', arn: entry?.arn }).expect(200);

    expect(body).toMatchObject({
      status: 'submitted',
      partnerCentral: { id: entry?.id, arn: entry?.arn, modifiedAt: entry?.modifiedAt },
    });
    expect(body.submission).not.toHaveProperty('lastError');
    expect((await historyOf(id)).slice(-2)).toMatchObject([
      { type: 'resolution', details: { outcome: 'created', arn: entry?.arn } },
      { type: 'settled', details: { status: 'submitted', arn: entry?.arn } },
    ]);
  });

  it.each([
    ['another title', { title: 'Another title' }],
    ['another description', { description: 'Another one' }],
    ['other contexts', { contexts: [lead({ qualificationStatus: 'Unqualified' })] }],
    ['fewer contexts', { contexts: [] }],
    ['a field more', { contexts: [{ ...lead(), interactions: [] }] }],
  ])('refuses an engagement of AWS’s with %s', async (what, difference) => {
    const title = `Mine, not the one with ${what}`.slice(0, 40);
    const mine = engagement({ title, contexts: [lead({ qualificationStatus: undefined })] });
    const theirs = { ...mine, ...difference };
    const arn =
      what === 'a field more'
        ? await createElsewhere(engagement({ title, contexts: [lead()] }))
        : await createElsewhere(theirs);
    fault('reset-before');
    const id = await submitUnresolved(mine);

    const { body } = await resolve(id, { outcome: 'created', arn }).expect(422);

    expect(body).toMatchObject({
      type: '/problems/resolution-refused',
      engagementId: id,
      errors: [{ pointer: '/arn', code: 'INVALID_VALUE' }],
    });
    const { body: kept } = await request(api.url).get(`/engagements/${id}`).expect(200);
    expect(kept.status).toBe('unresolved');
  });

  it('refuses an Arn that another engagement has, or nobody, or that is of another catalog', async () => {
    const { body: other } = await request(api.url)
      .post('/engagements?submit=true')
      .send(engagement({ title: 'Twins' }))
      .expect(201);
    fault('reset-before');
    const id = await submitUnresolved(engagement({ title: 'Twins' }));
    const arn = String(other.partnerCentral.arn);

    for (const wrong of [
      arn,
      arn.replace(/eng-.*$/, 'eng-00000000000000'),
      arn.replace('/Sandbox/', '/AWS/'),
    ]) {
      const { body } = await resolve(id, { outcome: 'created', arn: wrong }).expect(422);
      expect(body.type).toBe('/problems/resolution-refused');
    }
  });

  it('says when AWS does not answer', async () => {
    fault('reset-before');
    const id = await submitUnresolved(engagement());
    const arn = 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-00000000000000';
    fault('hang', { operation: 'GetEngagement' });

    const { body } = await resolve(id, { outcome: 'created', arn }).expect(504);

    expect(body).toMatchObject({ type: '/problems/partner-central-timeout', engagementId: id });
  });

  it('says when AWS denies the look-up, and gives a null for its reason', async () => {
    fault('reset-before');
    const id = await submitUnresolved(engagement());
    const arn = 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-00000000000000';
    const error = { name: 'AccessDeniedException', members: { Reason: null } };
    fault('error', { operation: 'GetEngagement', error });

    const { body } = await resolve(id, { outcome: 'created', arn }).expect(403);

    expect(body).toMatchObject({ type: '/problems/partner-central-access-denied', engagementId: id });
  });

  it('is for what is unresolved only', async () => {
    const { body: draft } = await request(api.url).post('/engagements').send(engagement()).expect(201);
    const { body: done } = await request(api.url)
      .post('/engagements?submit=true')
      .send(engagement())
      .expect(201);
    for (const id of [draft.id, done.id]) {
      const { body } = await resolve(String(id), { outcome: 'not-created' }).expect(409);
      expect(body).toMatchObject({
        type: '/problems/engagement-not-unresolved',
        retry: 'no',
        engagementId: id,
      });
    }
    await resolve('no-uuid', { outcome: 'not-created' }).expect(404);
  });

  it('tells who comes while it is submitted that it may become unresolved yet', async () => {
    fault('delay', { delayMs: 500 });
    const { body: open } = await request(api.url)
      .post('/engagements?submit=true')
      .set('prefer', 'wait=0')
      .send(engagement())
      .expect(202);

    const { body } = await resolve(String(open.id), { outcome: 'not-created' }).expect(409);

    expect(body).toMatchObject({ type: '/problems/engagement-not-unresolved', retry: 'poll' });
  });

  it.each([
    ['is being sent again right now', '10 s'],
    ['may be on its way still, from a process that stands still', '-1 s'],
  ])('does not settle as not created what %s', async (_, heldFor) => {
    fault('reset-before');
    const id = await submitUnresolved(engagement());
    const database = await connect(api.database.url);
    // As while a worker waits for AWS's answer, or did so before it was stopped.
    await database.query(
      `UPDATE submissions
       SET attempt_open = true, held_by = gen_random_uuid(), held_until = now() + $2::interval
       WHERE engagement_id = $1`,
      [id, heldFor],
    );

    const { body } = await resolve(id, { outcome: 'not-created' }).expect(409);

    // Once AWS has answered it may be settled, or is so by itself.
    expect(body).toMatchObject({
      type: '/problems/engagement-not-unresolved',
      retry: 'poll',
      engagementId: id,
    });
    await database.end();
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['/outcome']],
    ['an unknown outcome', { outcome: 'maybe' }, ['/outcome']],
    ['no Arn', { outcome: 'created' }, ['/arn']],
    ['an Arn of what was not created', { outcome: 'not-created', arn: 'arn:aws:partnercentral:x' }, ['/arn']],
    ['what is no Arn', { outcome: 'created', arn: 'eng-1' }, ['/arn']],
    ['an Arn that is no text', { outcome: 'created', arn: 7 }, ['/arn']],
    ['a null for an Arn', { outcome: 'created', arn: null }, ['/arn']],
    ['a null for an outcome', { outcome: null }, ['/outcome']],
    ['a null under an unknown name', { outcome: 'not-created', why: null }, ['/why']],
    ['an unknown field', { outcome: 'not-created', why: 'x' }, ['/why']],
    ['a list', [], ['/outcome']],
  ])('refuses %s', async (_, resolution, pointers) => {
    const { body: draft } = await request(api.url).post('/engagements').send(engagement()).expect(201);

    const { body } = await resolve(String(draft.id), resolution).expect(400);

    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });
});
