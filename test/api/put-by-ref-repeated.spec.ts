import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../support/api.js';
import { byRefCalls } from '../support/by-ref-calls.js';
import { engagement } from '../support/engagements.factory.js';
import { waitForStatus } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    SUBMISSION_RATE_PER_SECOND: '1000',
    RECONCILIATION_DELAY_MS: '3600000',
    SUBMISSION_GIVE_UP_HOURS: '0',
    PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS',
  });
});
afterEach(() => {
  api.simulator.clearFaults();
});
afterAll(() => api.close());

const { put, get, putAndSubmit, inAws, refuse, delay } = byRefCalls(() => api);
/** Has AWS throttle until it is given up. */
async function throttle(call: () => Promise<unknown>): Promise<void> {
  api.simulator.addFault({
    kind: 'error',
    operation: 'CreateEngagement',
    error: { name: 'ThrottlingException' },
  });
  await call();
  api.simulator.clearFaults();
}
const createdInAws = () => api.simulator.ledger().engagements.length;

describe('a PUT under an Idempotency-Key', () => {
  const keyed = (key: string, ref: string, body: object, query = '') =>
    put(ref, body, query).set('idempotency-key', key);

  it.each([
    ['makes', 'key-made', '', 201],
    ['makes and submits', 'key-submitted', '?submit=true', 201],
  ])('%s one, and gives the same answer again to the byte', async (_, ref, query, status) => {
    const first = await keyed(ref, ref, engagement(), query).expect(status);
    // What has become of it since does not matter.
    if (query === '') {
      await put(ref, { title: 'Another' }).expect(200);
    }
    const second = await keyed(ref, ref, engagement(), query).expect(status);

    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: first.headers['location'],
      etag: first.headers['etag'],
    });
  });

  it('replaces once, and gives the same answer again', async () => {
    await put('key-replaced', { title: 'One' }).expect(201);
    const first = await keyed('key-replaced', 'key-replaced', { title: 'Two' }).expect(200);
    await put('key-replaced', { title: 'Three' }).expect(200);
    const second = await keyed('key-replaced', 'key-replaced', { title: 'Two' }).expect(200);

    expect(second.text).toBe(first.text);
    expect((await get('key-replaced').expect(200)).body.title).toBe('Three');
  });

  it.each([
    ['one that it made', 'key-open-made', 201],
    ['one that was there', 'key-open-there', 200],
  ])('tells the end of a submission to who repeats it: of %s', async (_, ref, status) => {
    if (status === 200) {
      await put(ref, { title: 'x' }).expect(201);
    }
    delay(500);
    await keyed(ref, ref, engagement(), '?submit=true').set('prefer', 'wait=0').expect(202);

    const { body, headers } = await keyed(ref, ref, engagement(), '?submit=true').expect(status);
    expect(body.status).toBe('submitted');
    expect(headers['idempotency-replayed']).toBe('true');
    expect(await inAws(ref)).toHaveLength(1);
  });

  it('repeats a refusal, and does not submit again', async () => {
    refuse();
    const first = await keyed('key-refused', 'key-refused', engagement(), '?submit=true').expect(422);
    const second = await keyed('key-refused', 'key-refused', engagement(), '?submit=true').expect(422);
    expect(second.text).toBe(first.text);
    expect(second.headers).toHaveProperty('idempotency-replayed', 'true');
    await keyed('key-refused-2', 'key-refused', engagement(), '?submit=true').expect(200);
  });

  it('never tells of what somebody else has put since', async () => {
    const repeated = () => keyed('key-lost', 'key-overtaken', engagement(), '?submit=true');
    refuse();
    const { body: open } = await repeated().set('prefer', 'wait=0').expect(202);
    await waitForStatus(api.database.url, open.id, 'rejected');
    await putAndSubmit('key-overtaken', engagement({ title: 'Another' })).expect(200);

    const { body } = await repeated().expect(409);
    expect(body).toMatchObject({
      type: '/problems/engagement-not-editable',
      retry: 'no',
      differs: ['/title'],
    });
  });

  describe('whose end nobody has asked for before somebody else has put and submitted something', () => {
    const another = engagement({ title: 'Another' });
    const refusedMeanwhile = async (ref: string) => {
      const repeated = () => keyed(ref, ref, engagement(), '?submit=true');
      refuse();
      const { body } = await repeated().set('prefer', 'wait=0').expect(202);
      await waitForStatus(api.database.url, body.id, 'rejected');
      const told = { type: '/problems/idempotency-key-reused', retry: 'fix', engagementId: body.id };
      return { repeated, told };
    };

    it('never tells of the refusal of that', async () => {
      const { repeated, told } = await refusedMeanwhile('key-refused-since');
      refuse();
      await putAndSubmit('key-refused-since', another).expect(422);

      const { body } = await repeated().expect(422);
      expect(body).toMatchObject(told);
    });

    it('never submits that again where it was given up', async () => {
      const { repeated, told } = await refusedMeanwhile('key-given-up-since');
      await throttle(() => putAndSubmit('key-given-up-since', another).expect(429));

      const { body } = await repeated().expect(422);
      expect(body).toMatchObject(told);
      const { body: kept } = await get('key-given-up-since').expect(200);
      expect(kept).toMatchObject({ status: 'rejected', title: 'Another' });
    });
  });

  it('tells of its own refusal where somebody else has put something since that is not submitted', async () => {
    const repeated = () => keyed('key-refused-own', 'key-refused-own', engagement(), '?submit=true');
    refuse();
    const { body: open } = await repeated().set('prefer', 'wait=0').expect(202);
    await waitForStatus(api.database.url, open.id, 'rejected');
    await put('key-refused-own', { title: 'Another' }).expect(200);

    const { body } = await repeated().expect(422);
    expect(body).toMatchObject({ type: '/problems/partner-central-validation', engagementId: open.id });
  });

  it('belongs to one request', async () => {
    await keyed('key-one', 'key-one', { title: 'x' }).expect(201);
    await keyed('key-one', 'key-one', { title: 'y' }).expect(422);
    await keyed('key-one', 'key-another', { title: 'x' }).expect(422);
    await keyed('key-one', 'key-one', { title: 'x' }, '?submit=ifReady').expect(422);
  });
});

describe('those who put the same reference at once', () => {
  it('make one engagement, and all have good answers, where they say the same', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => putAndSubmit('crowd-same')));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.partnerCentral.arn)).size).toBe(1);
    expect(await inAws('crowd-same')).toHaveLength(1);
  });

  it('make one engagement, and one of them wins, where they say different things', async () => {
    const before = createdInAws();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        putAndSubmit('crowd-different', engagement({ title: `Title ${index}` })),
      ),
    );

    const winners = answers.filter(({ status }) => status < 300);
    expect(winners).toHaveLength(1);
    const others = answers.filter(({ status }) => status >= 300);
    expect(others.map(({ body }) => body.type)).toEqual(
      others.map(() => '/problems/engagement-not-editable'),
    );
    expect(others.every(({ body }) => body.differs.includes('/title'))).toBe(true);
    expect(createdInAws()).toBe(before + 1);
    const [entry] = await inAws('crowd-different');
    expect(entry?.request).toMatchObject({ Title: winners[0]?.body.title });
  });

  it('all have their say, one after the other, while it is a draft', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => put('crowd-drafts', { title: `Title ${index}` })),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(answers.map(({ body }) => body.version).toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(answers.map(({ body }, index) => body.title === `Title ${index}`)).not.toContain(false);
  });
});
