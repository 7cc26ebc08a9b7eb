import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { engagement, lead } from '../support/engagements.factory.js';
import { connect } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    SUBMISSION_MAX_ATTEMPTS: '1',
    SUBMISSION_RATE_PER_SECOND: '1000',
    // What is not done is not tried again.
    SUBMISSION_GIVE_UP_HOURS: '0',
    SUBMISSION_RETRY_BASE_MS: '1',
    PARTNER_CENTRAL_TIMEOUT_MS: '300',
    RECONCILIATION_DELAY_MS: '3600000',
  });
});
afterEach(async () => {
  api.simulator.clearFaults();
  await endCredentialsOutage();
});
afterAll(() => api.close());

/** Else what is submitted next would be given up before it is sent, unless it is the probe. */
async function endCredentialsOutage(): Promise<void> {
  const client = await connect(api.database.url);
  try {
    await client.query('UPDATE submission_pace SET credentials_refused_at = NULL, probe_at = NULL');
  } finally {
    await client.end();
  }
}

const submit = () =>
  request(api.url)
    .post('/engagements?submit=true')
    .send(engagement({ contexts: [lead()] }));
const error = (name: string, members: Record<string, unknown> = {}, message = 'No.') =>
  ({ kind: 'error', times: 1, error: { name, message, members } }) as const;

describe('what AWS answers', () => {
  it.each([
    ['ValidationException', error('ValidationException'), 422, 'validation', 'rejected'],
    ['ConflictException', error('ConflictException'), 409, 'conflict', 'rejected'],
    ['AccessDeniedException', error('AccessDeniedException'), 403, 'access-denied', 'rejected'],
    ['ResourceNotFoundException', error('ResourceNotFoundException'), 404, 'not-found', 'rejected'],
    [
      'ServiceQuotaExceededException',
      error('ServiceQuotaExceededException'),
      429,
      'quota-exceeded',
      'rejected',
    ],
    ['ThrottlingException', error('ThrottlingException'), 429, 'throttled', 'rejected'],
    ['InternalServerException', error('InternalServerException'), 502, 'unavailable', 'unresolved'],
    ['an exception of no known name', error('SomethingNewException'), 502, 'unavailable', 'unresolved'],
    ['a page of a gateway', { kind: 'html', times: 1 } as const, 502, 'unavailable', 'unresolved'],
    ['an answer that is no JSON', { kind: 'garbage', times: 1 } as const, 502, 'unavailable', 'unresolved'],
    ['no answer', { kind: 'hang', times: 1 } as const, 504, 'timeout', 'unresolved'],
    ['a late answer', { kind: 'delay', delayMs: 1000, times: 1 } as const, 504, 'timeout', 'unresolved'],
    ['a reset before the work', { kind: 'reset-before', times: 1 } as const, 504, 'timeout', 'unresolved'],
    ['a reset after the work', { kind: 'reset-after', times: 1 } as const, 504, 'timeout', 'unresolved'],
    ['ExpiredTokenException', error('ExpiredTokenException'), 503, 'credentials', 'rejected'],
    ['UnrecognizedClientException', error('UnrecognizedClientException'), 503, 'credentials', 'rejected'],
  ])('%s becomes the right status, problem and state', async (_, fault, status, slug, state) => {
    api.simulator.addFault(fault);

    const { body, headers } = await submit()
      .expect(status)
      .expect('content-type', /^application\/problem\+json/);

    expect(body).toMatchObject({
      type: `/problems/partner-central-${slug}`,
      status,
      engagementStatus: state,
      instance: '/engagements',
    });
    expect(headers['location']).toBe(`/engagements/${body.engagementId}`);
    expect(headers['retry-after'] !== undefined).toBe(status === 429 || status === 503);
    const { body: kept } = await request(api.url).get(`/engagements/${body.engagementId}`).expect(200);
    expect(kept).toMatchObject({
      status: state,
      submission: {
        attempts: 1,
        lastError: { type: body.type, title: body.title, status, detail: expect.any(String) },
      },
    });
    await request(api.url).get(body.type).expect(200);
  });

  it('names the caller’s own fields, and AWS’s beside them', async () => {
    api.simulator.addFault(
      error('ValidationException', {
        Reason: 'BUSINESS_VALIDATION_FAILED',
        ErrorList: [
          {
            FieldName: 'contexts[0].payload.lead.interactions[0].usecase',
            Message: 'No such use case.',
            Code: 'INVALID_VALUE',
          },
          { FieldName: 'lead.customer.companyName', Message: 'Unknown company.', Code: 'INVALID_VALUE' },
          { FieldName: 'TITLE', Message: 'Taken.', Code: 'DUPLICATE_KEY_VALUE' },
          { FieldName: 'heaven.knows', Message: 'What?', Code: 'INVALID_VALUE' },
        ],
      }),
    );

    const { body } = await submit().expect(422);

    expect(body.reason).toBe('BUSINESS_VALIDATION_FAILED');
    expect(body.errors).toEqual([
      {
        pointer: '/contexts/0/interactions/0/useCase',
        code: 'INVALID_VALUE',
        message: 'No such use case.',
        awsField: 'contexts[0].payload.lead.interactions[0].usecase',
      },
      {
        pointer: '/contexts/0/customer/companyName',
        code: 'INVALID_VALUE',
        message: 'Unknown company.',
        awsField: 'lead.customer.companyName',
      },
      { pointer: '/title', code: 'DUPLICATE_KEY_VALUE', message: 'Taken.', awsField: 'TITLE' },
      { pointer: '', code: 'INVALID_VALUE', message: 'What?', awsField: 'heaven.knows' },
    ]);
  });

  it.each([
    ['ValidationException', { Reason: null }, 422, 'validation'],
    ['ValidationException', { Message: 7 }, 422, 'validation'],
    ['ValidationException', { Message: { text: 'No.' } }, 422, 'validation'],
    ['ValidationException', { ErrorList: 'title' }, 422, 'validation'],
    ['ValidationException', { ErrorList: [null, { FieldName: 7, Message: 7, Code: 7 }] }, 422, 'validation'],
    ['AccessDeniedException', { Reason: null }, 403, 'access-denied'],
  ])('a %s is a no whatever stands in the place of its words: %j', async (name, members, status, slug) => {
    api.simulator.addFault(error(name, members));

    const { body } = await submit().expect(status);

    expect(body).toMatchObject({
      type: `/problems/partner-central-${slug}`,
      engagementStatus: 'rejected',
    });
  });

  it('keeps the customer’s data and our identities out of every text that is kept or told', async () => {
    const message =
      'User arn:aws:iam::123456789012:user/robot (AKIAIOSFODNN7EXAMPLE) sent ada@acme.example.com for Acme in Seattle';
    api.simulator.addFault(
      error(
        'ValidationException',
        {
          ErrorList: [
            { FieldName: 'title', Message: `Byron at +12065550100: ${message}`, Code: 'INVALID_VALUE' },
          ],
        },
        message,
      ),
    );

    const { body, text } = await submit().expect(422);

    const { text: kept } = await request(api.url)
      .get(`/engagements/${body.engagementId}/history`)
      .expect(200);
    const client = await connect(api.database.url);
    const { rows } = await client.query(
      'SELECT last_error::text AS error FROM submissions WHERE engagement_id = $1',
      [body.engagementId],
    );
    await client.end();
    for (const told of [text, kept, String(rows[0]?.error)]) {
      expect(told).not.toMatch(/ada@|Acme|Byron|12065550100|Seattle|123456789012|AKIA/);
    }
  });

  it('leaves an engagement locked whose outcome is unknown', async () => {
    api.simulator.addFault({ kind: 'reset-after', times: 1 });
    const { body } = await submit().expect(504);
    const path = `/engagements/${body.engagementId}`;

    await request(api.url).patch(path).send({ title: 'x' }).expect(409);
    await request(api.url).delete(path).expect(409);
  });
});
