import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EngagementDraft,
  findingsByField,
  Invalid,
  NotEditable,
  NotFound,
  NotReady,
  PartnerEngagements,
  Refused,
  Unavailable,
} from '@partner-engagements/client';
import { type TestApi, startApi } from '../support/api.js';
import { draft, newRef, thrownBy } from './client-calls.js';

let api: TestApi;
let client: PartnerEngagements;

beforeAll(async () => {
  api = await startApi({ SUBMISSION_RETRY_BASE_MS: '100', RECONCILIATION_DELAY_MS: '1000' });
  client = new PartnerEngagements({ baseUrl: api.url });
});

afterAll(async () => {
  await api.close();
});

beforeEach(async () => {
  await api.simulator.reset();
});

const refused = {
  kind: 'error',
  operation: 'CreateEngagement',
  times: 1,
  error: {
    name: 'ValidationException',
    message: 'The request is not valid.',
    members: {
      Reason: 'BUSINESS_VALIDATION_FAILED',
      ErrorList: [
        {
          FieldName: 'contexts[0].payload.customerProject.customer.companyName',
          Message: 'This company is not known.',
          Code: 'INVALID_VALUE',
        },
      ],
    },
  },
} as const;

describe('put', () => {
  it('saves, replaces and submits one engagement', async () => {
    const ref = newRef();
    const saved = await client.engagements.put(ref, { title: 'Acme' });
    const replaced = await client.engagements.put(ref, draft());
    const submitted = await client.engagements.put(ref, draft(), { submit: true });
    const again = await client.engagements.put(ref, draft(), { submit: true });

    expect(saved).toMatchObject({ status: 'draft', externalRef: ref, version: 1, catalog: 'Sandbox' });
    expect(replaced).toMatchObject({ id: saved.id, version: 2 });
    expect(submitted).toMatchObject({ id: saved.id, status: 'submitted' });
    expect(again.partnerCentral).toEqual(submitted.partnerCentral);
    expect(api.simulator.ledger().engagements).toMatchObject([
      { arn: submitted.partnerCentral?.arn, calls: 1 },
    ]);
  });

  it('saves what is not ready with ifReady, and submits what is', async () => {
    const ref = newRef();
    const saved = await client.engagements.put(ref, { title: 'Acme' }, { submit: 'ifReady' });
    const submitted = await client.engagements.put(ref, draft(), { submit: 'ifReady' });

    expect(saved).toMatchObject({ status: 'draft', readiness: { ready: false } });
    expect(submitted).toMatchObject({ id: saved.id, status: 'submitted' });
  });

  it('tells all that is missing, for a form', async () => {
    const incomplete: EngagementDraft = { title: 'Acme', contexts: [{ type: 'lead' }] };
    const error = await thrownBy(client.engagements.put(newRef(), incomplete, { submit: true }));
    const { fields, others } = findingsByField(error, {
      title: '/title',
      company: '/contexts/0/customer/companyName',
      city: '/contexts/0/customer/address/city',
    });

    expect(error).toBeInstanceOf(NotReady);
    expect(error.retry).toBe('fix');
    expect(Object.keys(fields)).toEqual(['company', 'city']);
    expect(others.map(({ pointer }) => pointer)).toContain('/description');
    expect(api.simulator.ledger().calls.total).toBe(0);
  });

  it('tells what is wrong', async () => {
    const error = await thrownBy(client.engagements.put(newRef(), { title: 'x'.repeat(300) }));

    expect(error).toBeInstanceOf(Invalid);
    expect(error.findings).toMatchObject([{ pointer: '/title' }]);
  });

  it('tells what AWS refuses, and submits it mended', async () => {
    const ref = newRef();
    api.simulator.addFault(refused);
    const error = await thrownBy(client.engagements.put(ref, draft(), { submit: true }));
    const mended = await client.engagements.put(ref, draft({ title: 'Mended' }), { submit: true });

    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({
      retry: 'fix',
      engagementId: mended.id,
      findings: [{ pointer: '/contexts/0/customer/companyName' }],
    });
    expect(mended.status).toBe('submitted');
  });

  it('tells where an engagement that AWS has is otherwise', async () => {
    const ref = newRef();
    const { id } = await client.engagements.put(ref, draft(), { submit: true });
    const error = await thrownBy(client.engagements.put(ref, draft({ title: 'Another' }), { submit: true }));

    expect(error).toBeInstanceOf(NotEditable);
    expect(error).toMatchObject({ retry: 'no', engagementId: id, differs: ['/title'] });
  });

  it('goes on until what was lost on the way to AWS is settled', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 2 });
    api.simulator.addFault({
      kind: 'error',
      error: { name: 'ThrottlingException', message: 'Slow' },
      times: 2,
    });
    const { status } = await client.engagements.put(newRef(), draft(), { submit: true });

    expect(status).toBe('submitted');
    expect(api.simulator.ledger().engagements).toHaveLength(1);
  });

  it('gives up at its deadline, and finds it done the next time', async () => {
    const ref = newRef();
    api.simulator.addFault({ kind: 'delay', delayMs: 3000, operation: 'CreateEngagement', times: 1 });
    const error = await thrownBy(client.engagements.put(ref, draft(), { submit: true, deadlineMs: 1500 }));
    const { id, status } = await client.engagements.put(ref, draft(), { submit: true });

    expect(error).toBeInstanceOf(Unavailable);
    expect(status).toBe('submitted');
    expect([undefined, id]).toContain(error.engagementId);
    expect(api.simulator.ledger().engagements).toHaveLength(1);
  });

  it('ends well for ten that put the same at once', async () => {
    const ref = newRef();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => client.engagements.put(ref, draft(), { submit: true })),
    );

    expect(new Set(all.map(({ id, status }) => `${id} ${status}`))).toEqual(
      new Set([`${all[0]?.id} submitted`]),
    );
    expect(api.simulator.ledger().engagements).toHaveLength(1);
  });

  it.each([
    ['a step of the path', '.'],
    ['two of them', '..'],
    ['slashes', 'a/b//c/'],
    ['percent signs', '50%25 of %2e%2e/%'],
    ['what ends a path', 'a?b=c&d#e;f'],
    ['other scripts', '鈴木-Ünïcode-🚀'],
    ['quotes and backslashes', '"\\\'<>'],
    ['255 characters', 'é'.repeat(255)],
    ['255 of two units each', '🚀'.repeat(127)],
  ])('keeps a reference with %s', async (_, ref) => {
    const { id, externalRef } = await client.engagements.put(ref, { title: 'Acme' });
    const again = await client.engagements.put(ref, { title: 'Acme' });

    expect(externalRef).toBe(ref);
    expect(again).toMatchObject({ id, version: 1 });
  });

  it('tells of a reference that is too long', async () => {
    expect(await thrownBy(client.engagements.put('x'.repeat(256), { title: 'Acme' }))).toBeInstanceOf(
      Invalid,
    );
  });

  it('tells of a catalog that is not allowed', async () => {
    expect(await thrownBy(client.engagements.put(newRef(), draft(), { catalog: 'AWS' }))).toMatchObject({
      name: 'Unauthorized',
      retry: 'operator',
    });
  });
});

describe('waitUntilSettled', () => {
  it('resolves as soon as AWS has it', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 500, operation: 'CreateEngagement', times: 1 });
    const { data } = await client.api.PUT('/engagements/by-ref/{externalRef}', {
      params: { path: { externalRef: newRef() }, query: { submit: 'true' } },
      headers: { prefer: 'respond-async' },
      body: draft(),
    });
    const settled = await client.engagements.waitUntilSettled(data?.id ?? '');

    expect(data?.status).toBe('submitting');
    expect(settled.status).toBe('submitted');
  });

  it('asks the service to wait, instead of asking again and again', async () => {
    api.simulator.addFault({ kind: 'delay', delayMs: 2000, operation: 'CreateEngagement', times: 1 });
    const { data } = await client.api.PUT('/engagements/by-ref/{externalRef}', {
      params: { path: { externalRef: newRef() }, query: { submit: 'true' } },
      headers: { prefer: 'respond-async' },
      body: draft(),
    });
    const sent: string[] = [];
    const watched = new PartnerEngagements({
      baseUrl: api.url,
      fetch: (request, init) => {
        sent.push(request instanceof Request ? request.method : String(request));
        return fetch(request, init);
      },
    });
    const settled = await watched.engagements.waitUntilSettled(data?.id ?? '');

    expect(settled.status).toBe('submitted');
    expect(sent).toEqual(['GET']);
  });

  it('waits for what is unresolved, too', async () => {
    api.simulator.addFault({ kind: 'reset-after', operation: 'CreateEngagement', times: 1 });
    const { data } = await client.api.PUT('/engagements/by-ref/{externalRef}', {
      params: { path: { externalRef: newRef() }, query: { submit: 'true' } },
      headers: { prefer: 'respond-async' },
      body: draft(),
    });

    expect((await client.engagements.waitUntilSettled(data?.id ?? '')).status).toBe('submitted');
  });

  it('resolves with what AWS has refused, as rejected', async () => {
    api.simulator.addFault(refused);
    const error = await thrownBy(client.engagements.put(newRef(), draft(), { submit: true }));

    expect(await client.engagements.waitUntilSettled(error.engagementId ?? '')).toMatchObject({
      status: 'rejected',
      submission: { lastError: { type: '/problems/partner-central-validation' } },
    });
  });

  it('tells of an unknown one', async () => {
    const unknown = client.engagements.waitUntilSettled('019ac0de-0000-7000-8000-000000000000');

    expect(await thrownBy(unknown)).toBeInstanceOf(NotFound);
  });

  it('gives up at its deadline', async () => {
    api.simulator.addFault({ kind: 'hang', operation: 'CreateEngagement', times: 1 });
    const { data } = await client.api.PUT('/engagements/by-ref/{externalRef}', {
      params: { path: { externalRef: newRef() }, query: { submit: 'true' } },
      headers: { prefer: 'respond-async' },
      body: draft(),
    });
    const waiting = client.engagements.waitUntilSettled(data?.id ?? '', { deadlineMs: 1200 });

    expect(await thrownBy(waiting)).toMatchObject({ name: 'Unavailable', engagementId: data?.id });
  });
});

describe('list', () => {
  it('tells of all that fit, over all pages', async () => {
    const refs = Array.from({ length: 7 }, newRef);
    for (const ref of refs) {
      await client.engagements.put(ref, { title: 'Listed' });
    }
    const listed: (string | undefined)[] = [];
    for await (const { externalRef } of client.engagements.list({ q: 'Listed', limit: 3 })) {
      listed.push(externalRef);
    }

    expect(listed).toEqual(refs.reverse());
  });
});
