import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { byRefCalls } from '../support/by-ref-calls.js';
import { customerProject, engagement, lead } from '../support/engagements.factory.js';
import { waitForStatus } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    SUBMISSION_RATE_PER_SECOND: '1000',
    RECONCILIATION_DELAY_MS: '3600000',
    PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS',
  });
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(() => api.close());

const { put, get, putAndSubmit, inAws, refuse, delay } = byRefCalls(() => api);
const createdInAws = () => api.simulator.ledger().engagements.length;

describe('PUT of an engagement by the caller’s own id', () => {
  it('makes a draft', async () => {
    const { body, headers } = await put('new-1', { title: 'Half' }).expect(201);

    expect(body).toMatchObject({
      externalRef: 'new-1',
      catalog: 'Sandbox',
      status: 'draft',
      version: 1,
      title: 'Half',
    });
    expect(body.readiness.ready).toBe(false);
    expect(headers).toMatchObject({ location: `/engagements/${body.id}`, etag: '"1"' });
  });

  it('replaces what it holds, as a whole', async () => {
    const { body: first } = await put('replaced-1', engagement()).expect(201);
    const { body, headers } = await put('replaced-1', { title: 'Another' }).expect(200);

    expect(body).toMatchObject({
      id: first.id,
      version: 2,
      title: 'Another',
      contexts: [],
      externalRef: 'replaced-1',
    });
    expect(body).not.toHaveProperty('description');
    expect(headers).toMatchObject({ location: `/engagements/${first.id}`, etag: '"2"' });
    const { body: history } = await request(api.url).get(`/engagements/${first.id}/history`).expect(200);
    expect(history.data.map(({ type }: { type: string }) => type)).toEqual(['created', 'edited']);
  });

  it('leaves the version as it is where nothing changes, whatever form it comes in', async () => {
    const { body: first } = await put('same-1').expect(201);
    const body = engagement({
      title: '  Cloud migration for Acme ',
      externalRef: null,
      contexts: [
        {
          ...customerProject(),
          customer: { ...customerProject().customer, industry: 'RETAIL', countryCode: 'usa' },
        },
        lead(),
      ],
    });

    const { body: second } = await put('same-1', body).expect(200);
    expect(second).toEqual(first);
  });

  it('makes an engagement and submits it in one call', async () => {
    const { body, headers } = await putAndSubmit('one-call').expect(201);

    expect(body).toMatchObject({ status: 'submitted', externalRef: 'one-call' });
    expect(headers).toMatchObject({ location: `/engagements/${body.id}`, etag: `"${body.version}"` });
    expect(await inAws('one-call')).toHaveLength(1);
  });

  it('submits a draft that is there, with what it holds now', async () => {
    await put('later-1', { title: 'Not yet' }).expect(201);
    await putAndSubmit('later-1').expect(200);

    const [entry] = await inAws('later-1');
    expect(entry?.request).toMatchObject({ Title: 'Cloud migration for Acme' });
  });

  it('finds what is submitted with the same content, however often', async () => {
    const { body: first } = await putAndSubmit('done-1').expect(201);
    const before = createdInAws();

    for (const query of ['?submit=true', '?submit=ifReady', '', '?submit=true&catalog=sandbox']) {
      const { body } = await put('done-1', engagement(), query).expect(200);
      expect(body).toEqual(first);
    }
    expect(createdInAws()).toBe(before);
  });

  it('says where other content differs from what AWS has', async () => {
    const { body: first } = await putAndSubmit('other-1').expect(201);
    const other = engagement({
      title: 'Another',
      contexts: [customerProject(), { ...lead(), customer: { ...lead().customer, companyName: 'Another' } }],
    });

    for (const query of ['?submit=true', '?submit=ifReady', '']) {
      const { body, headers } = await put('other-1', other, query).expect(409);
      expect(body).toMatchObject({
        type: '/problems/engagement-not-editable',
        retry: 'no',
        engagementId: first.id,
        engagementStatus: 'submitted',
        arn: first.partnerCentral.arn,
        differs: ['/title', '/contexts/1/customer/companyName'],
      });
      expect(headers).toHaveProperty('location', `/engagements/${first.id}`);
    }
    const { body } = await get('other-1').expect(200);
    expect(body).toEqual(first);
  });

  it('submits a rejected one again, mended or not', async () => {
    refuse();
    const { body: refusal } = await putAndSubmit('rejected-1').expect(422);
    expect(refusal).toMatchObject({ type: '/problems/partner-central-validation', retry: 'fix' });

    const { body } = await put('rejected-1', engagement({ title: 'Mended' })).expect(200);
    expect(body).toMatchObject({ status: 'rejected', title: 'Mended', id: refusal.engagementId });
    await putAndSubmit('rejected-1', engagement({ title: 'Mended' })).expect(200);

    refuse();
    await putAndSubmit('rejected-2').expect(422);
    await putAndSubmit('rejected-2').expect(200);
    expect(await inAws('rejected-2')).toHaveLength(1);
  });

  it('does not submit unasked what AWS has refused and nobody has mended', async () => {
    refuse();
    await putAndSubmit('rejected-3').expect(422);

    const { body } = await put('rejected-3', engagement(), '?submit=ifReady').expect(200);
    expect(body).toMatchObject({ status: 'rejected', readiness: { ready: false } });
    await put('rejected-3', engagement({ title: 'Mended' }), '?submit=ifReady').expect(200);
    expect(await inAws('rejected-3')).toHaveLength(1);
  });

  it('joins a submission that is open', async () => {
    delay(500);
    const { body: open } = await putAndSubmit('open-1').set('prefer', 'wait=0').expect(202);

    const { body } = await putAndSubmit('open-1').expect(200);
    expect(body).toMatchObject({ id: open.id, status: 'submitted' });
    expect(await inAws('open-1')).toHaveLength(1);
  });

  it('tells who has other content that a submission is open, and to look again', async () => {
    delay(500);
    const { body: open } = await putAndSubmit('open-2').set('prefer', 'wait=0').expect(202);

    const { body } = await putAndSubmit('open-2', engagement({ description: 'Another' })).expect(409);
    expect(body).toMatchObject({
      type: '/problems/engagement-not-editable',
      retry: 'poll',
      engagementId: open.id,
      engagementStatus: 'submitting',
      differs: ['/description'],
    });
    expect(body).not.toHaveProperty('arn');
    await waitForStatus(api.database.url, open.id, 'submitted');
  });

  it('tells of one that stands open how it stands, where it is not to be submitted', async () => {
    delay(500);
    const { body: open } = await putAndSubmit('open-3').set('prefer', 'wait=0').expect(202);

    const { body } = await put('open-3').expect(200);
    expect(body).toMatchObject({ id: open.id, status: 'submitting', version: open.version });
    await waitForStatus(api.database.url, open.id, 'submitted');
  });

  it('tells of one that nobody knows of that it is unresolved, and changes nothing', async () => {
    api.simulator.addFault({ kind: 'reset-before', operation: 'CreateEngagement', times: 1 });
    const { body: first } = await putAndSubmit('doubt-1').expect(504);
    expect(first).toMatchObject({ retry: 'poll', engagementStatus: 'unresolved' });

    const { body } = await putAndSubmit('doubt-1').set('prefer', 'wait=0').expect(504);
    expect(body).toMatchObject({ retry: 'poll', engagementId: first.engagementId });
    const { body: refusal } = await put('doubt-1', { title: 'Another' }).expect(409);
    expect(refusal).toMatchObject({ retry: 'poll', engagementStatus: 'unresolved' });
    expect(await inAws('doubt-1')).toHaveLength(0);
  });
});

describe('an engagement whose content is erased', () => {
  it('is still found submitted by who puts the same, and by nobody else', async () => {
    const { body: first } = await putAndSubmit('erased-1').expect(201);
    await request(api.url).delete(`/engagements/${first.id}/personal-data`).expect(204);

    for (const query of ['', '?submit=true']) {
      const { body } = await put('erased-1', engagement(), query).expect(200);
      expect(body.partnerCentral.arn).toBe(first.partnerCentral.arn);
      const { body: refusal } = await put('erased-1', engagement({ title: 'Another' }), query).expect(409);
      expect(refusal).toMatchObject({ differs: [''], arn: first.partnerCentral.arn, retry: 'no' });
    }
    expect(await inAws('erased-1')).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['a context of no type', engagement({ contexts: [{}] })],
    ['a context of an empty type', engagement({ contexts: [{ ...lead(), type: '' }] })],
  ])('is another one than %s, which can’t have been sent', async (name, body) => {
    const { body: first } = await putAndSubmit(name).expect(201);
    await request(api.url).delete(`/engagements/${first.id}/personal-data`).expect(204);

    const { body: refusal } = await put(name, body).expect(409);
    expect(refusal).toMatchObject({ differs: [''], arn: first.partnerCentral.arn, retry: 'no' });
  });
});
