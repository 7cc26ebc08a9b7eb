import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import request from 'supertest';
import type { NewFault } from '../../simulator/faults/fault.js';
import { startApi, type TestApi } from '../support/api.js';
import { type AwsProxy, startAwsProxy } from '../support/aws-proxy.js';
import { engagement } from '../support/engagements.factory.js';
import { decisionsOn } from '../support/look-ups.js';
import { connect, waitForStatus } from '../support/settled.js';

let api: TestApi;
let aws: AwsProxy;
let database: Client;
beforeAll(async () => {
  aws = await startAwsProxy(() => api.simulator.url);
  api = await startApi({
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: aws.url,
    SUBMISSION_RATE_PER_SECOND: '1000',
    SUBMISSION_RETRY_BASE_MS: '50',
    PARTNER_CENTRAL_TIMEOUT_MS: '500',
    RECONCILIATION_DELAY_MS: '50',
    SUBMISSION_LEASE_MS: '1000',
  });
  database = await connect(api.database.url);
  // One that AWS shows, so that its *not found* is worth something.
  await request(api.url)
    .post('/engagements?submit=true')
    .send(engagement({ title: 'Another' }))
    .expect(201);
});
afterEach(() => {
  aws.answerInstead = () => undefined;
  api.simulator.clearFaults();
});
afterAll(async () => {
  await database.end();
  await api.close();
  await aws.close();
});

/** One that AWS has, its answer lost, or has not, and whose second attempt is refused: a look-up decides. */
async function refusedAfterLostAnswer(
  body: object,
  kind: 'reset-after' | 'reset-before' = 'reset-after',
): Promise<string> {
  api.simulator.addFault({ kind, operation: 'CreateEngagement', times: 1 });
  const error = { name: 'AccessDeniedException' };
  api.simulator.addFault({ kind: 'error', operation: 'CreateEngagement', times: 1, error });
  const answer = await request(api.url).post('/engagements?submit=true').send(body);
  expect(answer.body.engagementStatus).toBe('unresolved');
  return String(answer.body.engagementId);
}

const entriesOf = (title: string) =>
  api.simulator.ledger().engagements.filter(({ request: sent }) => sent['Title'] === title);

const once = (operation: string, answer: string) => {
  let left = 1;
  aws.answerInstead = (asked) => (asked === operation && left-- > 0 ? answer : undefined);
};

it.each([
  ['a list without a list', 'ListEngagements', '{}'],
  ['an empty answer', 'ListEngagements', ''],
  ['a null for a list', 'ListEngagements', '{"EngagementSummaryList":null}'],
  ['an engagement without anything', 'GetEngagement', '{}'],
])('takes no answer that says nothing for an absence: %s', async (title, operation, answer) => {
  once(operation, answer);

  const id = await refusedAfterLostAnswer(engagement({ title }));

  await waitForStatus(api.database.url, id, 'submitted');
  expect((await decisionsOn(api, id))[0]).toBe('unclear; sent again');
  expect(entriesOf(title)).toHaveLength(1);
});

it.each<[string, string, NewFault]>([
  [
    'AWS lists it and does not show it',
    'Listed',
    { kind: 'error', operation: 'GetEngagement', times: 1, error: { name: 'ResourceNotFoundException' } },
  ],
  [
    'AWS throttles the look-ups',
    'Reads throttled',
    { kind: 'error', operation: 'ListEngagements', error: { name: 'ThrottlingException' } },
  ],
])('goes on sending where %s', async (_, title, fault) => {
  api.simulator.addFault(fault);

  const id = await refusedAfterLostAnswer(engagement({ title }));

  await waitForStatus(api.database.url, id, 'submitted');
  expect((await decisionsOn(api, id))[0]).toBe('unclear; sent again');
  expect(entriesOf(title)).toHaveLength(1);
});

it('is not certain while AWS has one with this title and these contexts, and another description', async () => {
  const title = 'Described otherwise';
  const other = engagement({ title, description: 'Somebody else’s words' });
  await request(api.url).post('/engagements?submit=true').send(other).expect(201);
  // Nobody here knows of it any more.
  await database.query('DELETE FROM engagements WHERE title = $1', [title]);

  const id = await refusedAfterLostAnswer(engagement({ title }), 'reset-before');

  await waitForStatus(api.database.url, id, 'submitted');
  expect((await decisionsOn(api, id))[0]).toBe('unclear; sent again');
});

it('goes on sending while a look-up can’t be understood', async () => {
  const title = 'Never told';
  aws.answerInstead = (asked) => (asked === 'ListEngagements' ? '{"EngagementSummaryList":7}' : undefined);

  const id = await refusedAfterLostAnswer(engagement({ title }));

  await waitForStatus(api.database.url, id, 'submitted');
  expect(new Set(await decisionsOn(api, id))).toEqual(new Set(['unclear; sent again']));
  expect(entriesOf(title)).toHaveLength(1);
});
