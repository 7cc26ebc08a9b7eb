import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { waitUntil } from '../support/settled.js';
import { type StandIn, type StandInAnswer, startStandIn } from '../support/stand-in.js';

jest.setTimeout(60_000);

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) {
    await stop();
  }
});

/** The API with a Partner Central that answers so. */
async function startWith(
  answer: (request: IncomingMessage) => StandInAnswer,
): Promise<{ api: TestApi; aws: StandIn }> {
  const aws = await startStandIn(answer);
  stops.unshift(() => aws.close());
  const api = await startApi({
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: aws.url,
    SUBMISSION_RETRY_BASE_MS: '20',
    SUBMISSION_MAX_ATTEMPTS: '1',
    RECONCILIATION_DELAY_MS: '3600000',
  });
  stops.unshift(() => api.close());
  return { api, aws };
}

const submit = ({ url }: TestApi) => request(url).post('/engagements?submit=true').send(engagement());

/** How each attempt ended: its outcome and its problem. */
async function attemptsOf({ url }: TestApi, id: string): Promise<unknown[]> {
  const { body } = await request(url).get(`/engagements/${id}/history`).expect(200);
  const events: { type: string; details: { outcome?: string; error?: { type: string } } }[] = body.data;
  return events
    .filter(({ type }) => type === 'attempt-ended')
    .map(({ details: { outcome, error } }) => [outcome, error?.type]);
}

const arn = 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-00000000000001';
const created = { Id: 'eng-00000000000001', Arn: arn };

describe('what AWS says it has created', () => {
  it.each([
    ['seconds since 1970', 1_765_828_691.5, '1765828691.5'],
    ['no time zone', '2025-12-15T19:58:11.520786314', '2025-12-15T19:58:11.520786314'],
    ['what is no time', { at: 'noon' }, undefined],
  ])('is submitted, whatever its time of change is: %s', async (_, ModifiedAt, modifiedAt) => {
    const { api, aws } = await startWith(() => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'request-1' },
      body: JSON.stringify({ ...created, ModifiedAt }),
    }));

    const { body } = await submit(api).expect(201);

    expect(body).toMatchObject({ status: 'submitted', partnerCentral: { id: created.Id, arn } });
    expect(body.partnerCentral.modifiedAt).toBe(modifiedAt);
    expect(aws.calls()).toBe(1);
  });
});

describe('a process whose clock is ten minutes behind AWS’s', () => {
  const awsNow = () => Date.now() + 600_000;
  const refusal = () => ({
    status: 403,
    headers: { date: new Date(awsNow()).toUTCString() },
    body: JSON.stringify({ __type: 'InvalidSignatureException', message: 'Signature expired.' }),
  });

  /** The moment that a request was signed for, from `20261125T120000Z`. */
  const signedFor = ({ headers }: IncomingMessage) =>
    Date.parse(
      String(headers['x-amz-date']).replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'),
    );

  it('goes on by AWS’s clock, and nobody takes that for missing credentials', async () => {
    const { api, aws } = await startWith((sent) =>
      Math.abs(awsNow() - signedFor(sent)) > 300_000
        ? refusal()
        : {
            status: 200,
            headers: { date: new Date(awsNow()).toUTCString() },
            body: JSON.stringify(created),
          },
    );

    const { body } = await submit(api).expect(201);

    expect(await attemptsOf(api, body.id)).toEqual([
      ['notDone', '/problems/partner-central-unavailable'],
      ['accepted', undefined],
    ]);
    expect(aws.calls()).toBe(2);
  });

  it('is told of its credentials when AWS refuses the signature at AWS’s time too', async () => {
    const { api } = await startWith(refusal);
    const { body } = await submit(api).set('prefer', 'respond-async').expect(202);

    await waitUntil(async () => {
      const { body: kept } = await request(api.url).get(`/engagements/${body.id}`).expect(200);
      return kept.submission.lastError?.type === '/problems/partner-central-credentials';
    });

    expect((await attemptsOf(api, body.id)).slice(0, 2)).toEqual([
      ['notDone', '/problems/partner-central-unavailable'],
      ['notDone', '/problems/partner-central-credentials'],
    ]);
  });
});
