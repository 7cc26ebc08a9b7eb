import { afterEach, describe, expect, it } from '@jest/globals';
import {
  NotEditable,
  NotReady,
  PartnerEngagements,
  type PartnerEngagementsOptions,
  Unauthorized,
  Unavailable,
} from '@partner-engagements/client';
import {
  cutOff,
  hang,
  json,
  page,
  problem,
  type Reply,
  reset,
  type ScriptedServer,
  startScriptedServer,
} from './scripted-server.js';

const id = '019ac0de-0000-7000-8000-000000000001';
const submitted = json(200, { id, status: 'submitted', partnerCentral: { arn: 'arn:aws:x' } });
const open = (headers: Record<string, string> = {}) => json(202, { id, status: 'submitting' }, headers);
const draft = { title: 'Cloud migration for Acme' };

const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function play(replies: readonly Reply[], options: Partial<PartnerEngagementsOptions> = {}) {
  const server = await startScriptedServer(...replies);
  servers.push(server);
  const client = new PartnerEngagements({ baseUrl: server.url, ...options });
  return { client, put: client.engagements.put.bind(client.engagements), server };
}

/** What a call throws. */
async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('It threw nothing.');
}

describe('what is no answer of the service', () => {
  it.each<[string, Reply]>([
    ['a reset', reset],
    ['half an answer', cutOff],
    ['a page with 200', page(200)],
    ['a page with 403', page(403)],
    ['a page with 404', page(404)],
    ['a page with 502', page(502)],
    ['a page that is called JSON', page(200, 'application/json')],
    ['JSON that is called a page', page(200, 'text/html', JSON.stringify({ id, status: 'submitted' }))],
    ['JSON that is no engagement', json(200, { ok: true })],
    ['JSON that is no object', page(200, 'application/json', '"fine"')],
    ['nothing', page(200, 'application/json', '')],
    ['no content', page(204)],
    ['an error in JSON', json(500, { message: 'Internal Server Error' })],
    [
      'somebody else’s problem',
      json(403, { type: 'about:blank' }, { 'content-type': 'application/problem+json' }),
    ],
  ])('is asked for again: %s', async (_, reply) => {
    const { put, server } = await play([reply, submitted]);

    expect(await put('crm-1', draft, { submit: true })).toMatchObject({ id, status: 'submitted' });
    expect(server.asked).toHaveLength(2);
  });

  it('is given up in time: a server that hangs', async () => {
    const { put, server } = await play([hang, submitted], { attemptMs: 200 });

    expect(await put('crm-1', draft)).toMatchObject({ status: 'submitted' });
    expect(server.asked).toHaveLength(2);
  });

  it('is told at the deadline, with its cause', async () => {
    const { put } = await play([page(502)]);
    const error = await thrownBy(put('crm-1', draft, { deadlineMs: 700 }));

    expect(error).toBeInstanceOf(Unavailable);
    expect(error).toMatchObject({
      name: 'Unavailable',
      retry: 'same',
      problem: undefined,
      engagementId: undefined,
      message: expect.stringMatching(/^No final answer within 1 s \(requests: \d+\)\..*502, text\/html/),
    });
  });

  it('is told at the deadline: nobody listens', async () => {
    const { put, server } = await play([submitted]);
    await server.close();
    servers.pop();
    const error = await thrownBy(put('crm-1', draft, { deadlineMs: 300 }));

    expect(error).toMatchObject({ name: 'Unavailable', message: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('the requests of one call', () => {
  it('have one key and one content, and a call of its own has another', async () => {
    const { put, server } = await play([reset, problem(503, 'overloaded', 'same'), submitted]);
    await put('crm-1', draft, { submit: true });
    await put('crm-1', draft, { submit: true });
    const keys = server.asked.map(({ headers }) => headers['idempotency-key']);

    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys).toEqual([keys[0], keys[0], keys[0], keys[3]]);
    expect(keys[3]).not.toBe(keys[0]);
    expect(new Set(server.asked.map(({ method, url, body }) => `${method} ${url} ${body}`))).toEqual(
      new Set([`PUT /engagements/by-ref/crm-1?submit=true ${JSON.stringify(draft)}`]),
    );
  });

  it('have the key that the caller gives', async () => {
    const { put, server } = await play([submitted]);
    await put('crm-1', draft, { idempotencyKey: 'mine', catalog: 'Sandbox', submit: 'ifReady' });

    expect(server.asked[0]?.headers['idempotency-key']).toBe('mine');
    expect(server.asked[0]?.url).toBe('/engagements/by-ref/crm-1?submit=ifReady&catalog=Sandbox');
  });

  it('ask the service to wait where something is submitted, but not beyond the deadline', async () => {
    const { put, server } = await play([submitted]);
    await put('crm-1', draft);
    await put('crm-1', draft, { submit: true });
    await put('crm-1', draft, { submit: true, deadlineMs: 3900 });

    expect(server.asked.map(({ headers }) => headers.prefer)).toEqual([undefined, 'wait=20', 'wait=3']);
  });

  it('go below the path of the base URL', async () => {
    const { server } = await play([submitted]);
    await new PartnerEngagements({ baseUrl: `${server.url}/partner/` }).engagements.put('a/b', draft);

    expect(server.asked[0]?.url).toBe('/partner/engagements/by-ref/a%2Fb');
  });

  it('are signed in by the API key, or by a token of its own each', async () => {
    const { put, server } = await play([submitted], { apiKey: 'pek_1' });
    await put('crm-1', draft);
    let asked = 0;
    const byToken = await play([reset, submitted], { token: () => Promise.resolve(`token-${(asked += 1)}`) });
    await byToken.put('crm-1', draft);

    expect(server.asked[0]?.headers.authorization).toBe('Bearer pek_1');
    expect(byToken.server.asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('are not sent without the token that is asked for', async () => {
    const { put, server } = await play([submitted], { token: () => Promise.reject(new Error('signed out')) });

    await expect(put('crm-1', draft)).rejects.toThrow('signed out');
    expect(server.asked).toHaveLength(0);
  });
});

describe('retry', () => {
  it('same, poll and a 202 have it sent again, until it is settled', async () => {
    const { put, server } = await play([
      problem(409, 'idempotency-key-in-use', 'same'),
      open(),
      problem(502, 'partner-central-unavailable', 'poll', { engagementId: id }),
      // Known to no client: retry is enough.
      problem(418, 'brewing', 'same'),
      submitted,
    ]);

    expect(await put('crm-1', draft, { submit: true })).toMatchObject({ status: 'submitted' });
    expect(server.asked).toHaveLength(5);
  });

  it.each([
    ['fix', 422, 'engagement-not-ready', NotReady],
    ['fix', 401, 'unauthenticated', Unauthorized],
    ['no', 409, 'engagement-not-editable', NotEditable],
  ])('%s is told at once: %i %s', async (retry, status, code, type) => {
    const errors = [{ pointer: '/title', code: 'REQUIRED_FIELD_MISSING', message: 'Is required to submit.' }];
    const { put, server } = await play([
      problem(status, code, retry, { errors, engagementId: id }),
      submitted,
    ]);
    const error = await thrownBy(put('crm-1', draft));

    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ retry, findings: errors, engagementId: id, problem: { status } });
    expect(server.asked).toHaveLength(1);
  });

  it('says of an engagement that was left open which one it is', async () => {
    const { put } = await play([open(), problem(403, 'forbidden', 'operator')]);

    expect(await thrownBy(put('crm-1', draft, { submit: true }))).toMatchObject({
      name: 'Unauthorized',
      engagementId: id,
    });
  });

  it('is poll at the deadline of what is still open', async () => {
    const { put } = await play([open()]);

    expect(await thrownBy(put('crm-1', draft, { submit: true, deadlineMs: 600 }))).toMatchObject({
      name: 'Unavailable',
      retry: 'poll',
      engagementId: id,
    });
  });
});

describe('the time between two requests', () => {
  const between = ({ asked }: ScriptedServer) =>
    asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));

  it('is what Retry-After asks for, in seconds or as a date', async () => {
    const inTwoSeconds = new Date(Date.now() + 2000).toUTCString();
    const { put, server } = await play([
      problem(503, 'overloaded', 'same', {}, { 'retry-after': '1' }),
      open({ 'retry-after': inTwoSeconds, date: new Date().toUTCString() }),
      submitted,
    ]);
    await put('crm-1', draft, { submit: true });
    const [seconds = 0, date = 0] = between(server);

    expect(seconds).toBeGreaterThanOrEqual(990);
    expect(date).toBeGreaterThanOrEqual(990);
  });

  it('is never none, even where the server asks for that', async () => {
    const { put, server } = await play([open({ 'retry-after': '0' })]);
    await thrownBy(put('crm-1', draft, { submit: true, deadlineMs: 1500 }));

    expect(server.asked.length).toBeGreaterThan(1);
    expect(server.asked.length).toBeLessThanOrEqual(15);
    expect(Math.min(...between(server))).toBeGreaterThanOrEqual(95);
  });

  it('is not waited for where it would end after the deadline', async () => {
    const { put } = await play([open({ 'retry-after': '3600' })]);
    const began = performance.now();
    const error = await thrownBy(put('crm-1', draft, { submit: true, deadlineMs: 60_000 }));

    expect(error).toMatchObject({ name: 'Unavailable', engagementId: id });
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('a signal', () => {
  it('ends a request, with its own reason', async () => {
    const leaving = new AbortController();
    const { put } = await play([
      () => {
        leaving.abort(new Error('the page was closed'));
      },
    ]);

    await expect(put('crm-1', draft, { signal: leaving.signal })).rejects.toThrow('the page was closed');
  });

  it('ends a pause', async () => {
    const leaving = new AbortController();
    const { put } = await play([
      (response, asked) => {
        problem(503, 'overloaded', 'same', {}, { 'retry-after': '3600' })(response, asked);
        response.once('close', () => {
          setImmediate(() => {
            leaving.abort(new Error('the page was closed'));
          });
        });
      },
    ]);
    const options = { signal: leaving.signal, deadlineMs: Infinity };

    await expect(put('crm-1', draft, options)).rejects.toThrow('the page was closed');
  });

  it('keeps anything from being sent where it came before', async () => {
    const { put, server } = await play([submitted]);

    await expect(put('crm-1', draft, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
    expect(server.asked).toHaveLength(0);
  });
});

it.each([0, -1, NaN])('refuses a deadline of %d', async (deadlineMs) => {
  const { put } = await play([submitted]);

  await expect(put('crm-1', draft, { deadlineMs })).rejects.toThrow(TypeError);
});

it('sends any request of the API again, as told', async () => {
  const { client, server } = await play([reset, open(), submitted]);
  const settled = await client.untilAnswered((attempt) =>
    client.api.POST('/engagements/{id}/submit', { params: { path: { id } }, ...attempt }),
  );

  expect(settled).toMatchObject({ status: 'submitted' });
  expect(new Set(server.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});
