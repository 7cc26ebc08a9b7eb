import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, startApi } from '../support/api.js';
import { createKey } from '../support/callers.js';
import { pasteToPython, pasteToShell, type PrintedAnswer, type Reader } from './paste.js';
import { readSamples, type SampledOperation } from './sampled-operations.js';

/** What a reader is to see. */
const outcomes = {
  putEngagementByRef: { status: 201, body: submitted({ externalRef: 'summit-2026-17' }) },
  createEngagement: { status: 201, body: submitted() },
  listEngagements: { status: 200, body: { data: [], nextCursor: null } },
  validateEngagement: { status: 200, body: expect.objectContaining({ savable: true, submittable: false }) },
  getEngagement: { status: 200, body: expect.objectContaining({ status: 'draft', version: 1 }) },
  editEngagement: {
    status: 200,
    body: expect.objectContaining({ title: 'Order platform for Acme', version: 2 }),
  },
  submitEngagement: { status: 200, body: submitted() },
  importEngagements: { status: 200, body: expect.objectContaining({ created: 2, failed: 0 }) },
  submitEngagements: {
    status: 202,
    body: expect.objectContaining({ data: [expect.objectContaining({ status: 'submitting' })] }),
  },
};

function submitted(more: object = {}): unknown {
  return expect.objectContaining({
    status: 'submitted',
    partnerCentral: expect.objectContaining({ arn: expect.stringMatching(/^arn:/) }),
    ...more,
  });
}

describe.each([
  ['curl', 'none', pasteToShell],
  ['curl', 'api-key', pasteToShell],
  ['Python', 'none', pasteToPython],
  ['Python', 'api-key', pasteToPython],
])('the samples of %s, with AUTH=%s', (label, auth, paste) => {
  let api: TestApi;
  let reader: Reader;
  let operations: SampledOperation[];

  beforeAll(async () => {
    api = await startApi({ AUTH: auth });
    const key = auth === 'none' ? undefined : (await createKey(api.database)).key;
    reader = { API_URL: api.url, ...(key === undefined ? {} : { API_KEY: key }) };
    operations = await readSamples(api.url);
  });
  afterAll(() => api.close());

  it('do what they say, as they stand, and can be run again', async () => {
    const seen: Record<string, PrintedAnswer> = {};
    for (const { operationId, samples } of operations) {
      seen[operationId] = await paste(samples.get(label) ?? '', reader);
    }
    expect(seen).toEqual(outcomes);

    for (const { operationId, samples } of operations) {
      seen[operationId] = await paste(samples.get(label) ?? '', reader);
    }
    // There it was made before.
    const { putEngagementByRef: put, ...others } = outcomes;
    expect(seen).toEqual({ ...others, putEngagementByRef: { ...put, status: 200 } });
    expect(
      api.simulator.ledger().engagements.filter(({ request }) => /evt-42/.test(JSON.stringify(request))),
    ).toHaveLength(1);
  });
});
