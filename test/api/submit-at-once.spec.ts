import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Scope } from '../../src/auth/scopes.js';
import { startApi, type TestApi } from '../support/api.js';
import { createKey, type TestKey } from '../support/callers.js';
import { customerProject, engagement, interaction, lead } from '../support/engagements.factory.js';

let api: TestApi;
/** Made at the start: which keys there are is looked up now and then. */
const keys = new Map<string, TestKey[]>();
beforeAll(async () => {
  api = await startApi({
    AUTH: 'api-key',
    PARTNER_CENTRAL_ALLOWED_CATALOGS: 'Sandbox,AWS',
    SUBMISSION_RATE_PER_SECOND: '1000',
  });
  for (const [scopes, count] of [
    [saving, 4],
    [submitting, 20],
    [submittingToAws, 2],
  ] as const) {
    const made = Array.from({ length: count }, (_, index) =>
      createKey(api.database, { name: `app-${scopes.length}-${index}`, scopes }),
    );
    keys.set(String(scopes), await Promise.all(made));
  }
});
afterAll(() => api.close());

const saving = ['engagements:read', 'engagements:write'] as const;
const submitting = [...saving, 'engagements:submit'] as const;
const submittingToAws = [...submitting, 'engagements:submit:aws'] as const;

/** A caller of whom there is nothing yet. */
const callerWith = (scopes: readonly Scope[]) => {
  const headers = keys.get(String(scopes))?.pop()?.headers;
  if (headers === undefined) {
    throw new Error('There are not enough keys');
  }
  return {
    save: (query: string, body: object) =>
      request(api.url).post(`/engagements${query}`).set(headers).send(body),
    put: (query: string, body: object) =>
      request(api.url).put(`/engagements/by-ref/mine${query}`).set(headers).send(body),
    count: async () => (await request(api.url).get('/engagements').set(headers).expect(200)).body.data.length,
  };
};
const pointers = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

/** Wrong here, missing there. */
const faulty = engagement({
  description: undefined,
  contexts: [
    customerProject({ project: { title: 'Order platform', targetCompletionDate: 'soon' } }),
    lead({ interactions: [interaction({ contact: { email: 'ada@', firstName: 'Ada' } })] }),
  ],
});
const wrong = ['/contexts/0/project/targetCompletionDate', '/contexts/1/interactions/0/contact/email'];
const missing = [
  '/description',
  '/contexts/0/project/businessProblem',
  '/contexts/1/interactions/0/contact/lastName',
];

describe('saving and submitting at once', () => {
  it('tells what is wrong and what is missing together', async () => {
    const caller = callerWith(submitting);

    const { body } = await caller.save('?submit=true', faulty).expect(400);
    expect(body).toMatchObject({ type: '/problems/invalid-request', retry: 'fix' });
    expect(pointers(body)).toEqual(expect.arrayContaining([...wrong, ...missing]));
    expect(new Set(pointers(body)).size).toBe(pointers(body).length);
    expect(await caller.count()).toBe(0);
  });

  it('mended by all that was told, is accepted', async () => {
    const caller = callerWith(submitting);
    const { body } = await caller.save('?submit=true', faulty).expect(400);
    const told = pointers(body);
    const mended = engagement({
      contexts: [
        customerProject(),
        lead({
          interactions: [
            interaction({
              contact: {
                firstName: 'Ada',
                ...Object.fromEntries(
                  Object.entries(interaction().contact).filter(([name]) =>
                    told.includes(`/contexts/1/interactions/0/contact/${name}`),
                  ),
                ),
              },
            }),
          ],
        }),
      ],
    });

    await caller.save('?submit=true', mended).expect(201);
  });

  it.each(['', '?submit=false', '?submit=ifReady'])(
    'does not ask for more where a draft will do: %j',
    async (query) => {
      const caller = callerWith(submitting);

      const { body } = await caller.save(query, faulty).expect(400);
      expect(pointers(body).toSorted()).toEqual(wrong);
    },
  );

  it('keeps a draft that is not ready, and submits one that is, if that is asked', async () => {
    const caller = callerWith(submitting);

    const { body: draft, headers } = await caller.save('?submit=ifReady', { title: 'Half' }).expect(201);
    expect(draft).toMatchObject({ status: 'draft', title: 'Half', version: 1 });
    expect(pointers(draft.readiness)).toContain('/description');
    expect(headers).toMatchObject({ location: `/engagements/${draft.id}`, etag: '"1"' });
    const { body: done } = await caller.save('?submit=ifReady', engagement()).expect(201);
    expect(done).toMatchObject({ status: 'submitted' });
  });

  it('repeats under its key what it came to', async () => {
    const { save } = callerWith(submitting);
    for (const [key, body] of [
      ['a-draft', { title: 'Half' }],
      ['a-submission', engagement()],
    ] as const) {
      const first = await save('?submit=ifReady', body).set('idempotency-key', key).expect(201);
      const second = await save('?submit=ifReady', body).set('idempotency-key', key).expect(201);
      expect(second.text).toBe(first.text);
      expect(second.headers).toHaveProperty('idempotency-replayed', 'true');
    }
  });

  it.each(['maybe', 'ifready', '1', ''])('does not know submit=%s', async (choice) => {
    const { save } = callerWith(submitting);

    const { body } = await save(`?submit=${choice}`, engagement()).expect(400);
    expect(body.errors).toEqual([
      { parameter: 'submit', code: 'INVALID_ENUM_VALUE', message: 'Must be true, false or ifReady.' },
    ]);
  });
});

describe.each(['save', 'put'] as const)('a caller’s scopes, who would %s', (how) => {
  it.each(['?submit=true', '?submit=ifReady'])('have to allow it to submit: %s', async (query) => {
    const caller = callerWith(saving);

    const { body } = await caller[how](query, { title: 'Half' }).expect(403);
    expect(body).toMatchObject({
      type: '/problems/forbidden',
      retry: 'operator',
      requiredScope: 'engagements:submit',
    });
    expect(await caller.count()).toBe(0);
    await caller[how]('', { title: 'Half' }).expect(201);
  });

  it('have to allow the catalog AWS where it comes to a submission', async () => {
    const caller = callerWith(submitting);
    const body = engagement({ catalog: 'AWS' });

    await caller[how]('?submit=true', body).expect(403);
    const { body: refusal } = await caller[how]('?submit=ifReady', body).expect(403);
    expect(refusal).toMatchObject({ requiredScope: 'engagements:submit:aws' });
    expect(await caller.count()).toBe(0);
    await caller[how]('?submit=ifReady', { catalog: 'AWS', title: 'Half' }).expect(201);
    const allowed = callerWith(submittingToAws);
    await allowed[how]('?submit=ifReady', body).expect(201);
  });
});

it('keeps callers’ references apart', async () => {
  const [one, other] = [callerWith(submitting), callerWith(submitting)];
  const { body: first } = await one.put('', { title: 'One' }).expect(201);
  const { body: second } = await other.put('', { title: 'Two' }).expect(201);

  expect(second.id).not.toBe(first.id);
  expect((await one.put('', { title: 'One' }).expect(200)).body.id).toBe(first.id);
});
