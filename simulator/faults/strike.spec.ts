import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { exampleRequest } from '../testing/example-request.js';
import { until } from '../testing/until.js';
import { wireCall } from '../testing/wire-call.js';
import { type RunningSimulator, startSimulator } from '../simulator.js';
import { type NewFault } from './fault.js';

describe('a fault', () => {
  let simulator: RunningSimulator;

  beforeEach(async () => {
    simulator = await startSimulator({ ratePerSecond: 1 });
  });

  afterEach(() => simulator.close());

  const create = () => wireCall(simulator.url, 'CreateEngagement', exampleRequest());
  const created = () => simulator.ledger().engagements.length;
  const calls = () => simulator.ledger().calls.total;
  const lost = { cause: { code: 'ECONNRESET' } };

  async function strikeOnce(fault: NewFault): Promise<Response> {
    simulator.addFault({ ...fault, times: 1 });
    return create();
  }

  it('error answers any exception with its members', async () => {
    const error = { name: 'AccessDeniedException', message: 'No.', members: { Reason: 'INCOMPATIBLE' } };
    const response = await strikeOnce({ kind: 'error', error });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe(
      'AccessDeniedException:http://internal.amazon.com/coral/com.amazonaws.partnercentralselling/',
    );
    expect(await response.json()).toEqual({
      __type: 'com.amazonaws.partnercentralselling#AccessDeniedException',
      Message: 'No.',
      Reason: 'INCOMPATIBLE',
    });
    expect(created()).toBe(0);
  });

  it('error is a 500 for an InternalServerException alone, and can come after the work', async () => {
    const response = await strikeOnce({ kind: 'error', when: 'after' });
    expect(response.status).toBe(500);
    expect(created()).toBe(1);
  });

  it('html answers a gateway page and does no work', async () => {
    const response = await strikeOnce({ kind: 'html' });
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toMatch(/^<html>/);
    expect(created()).toBe(0);
  });

  it('html can come after the work', async () => {
    await strikeOnce({ kind: 'html', when: 'after' });
    expect(created()).toBe(1);
  });

  it('garbage answers 200 with no JSON after the work', async () => {
    const response = await strikeOnce({ kind: 'garbage' });
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toMatchObject({ name: 'SyntaxError' });
    expect(created()).toBe(1);
  });

  it('garbage can come before the work', async () => {
    await strikeOnce({ kind: 'garbage', when: 'before' });
    expect(created()).toBe(0);
  });

  it.each([
    { kind: 'reset-before' as const, engagements: 0 },
    { kind: 'reset-after' as const, engagements: 1 },
  ])('$kind resets the connection with $engagements created', async ({ kind, engagements }) => {
    await expect(strikeOnce({ kind })).rejects.toMatchObject(lost);
    expect(created()).toBe(engagements);
  });

  it('delay waits before the work, then answers', async () => {
    const start = performance.now();
    const response = await strikeOnce({ kind: 'delay', delayMs: 50 });
    expect(response.status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it('delay does the work although its caller has gone', async () => {
    simulator.addFault({ kind: 'delay', delayMs: 20 });
    const caller = new AbortController();
    const outcome = expect(
      wireCall(simulator.url, 'CreateEngagement', exampleRequest(), caller.signal),
    ).rejects.toMatchObject({ name: 'AbortError' });
    await until(() => calls() === 1);
    caller.abort();
    await outcome;
    await until(() => created() === 1);
  });

  it('delay is over for a call when everything is forgotten', async () => {
    simulator.addFault({ kind: 'delay', delayMs: 60_000 });
    const outcome = expect(create()).rejects.toMatchObject(lost);
    await until(() => calls() === 1);
    await simulator.reset();
    await outcome;
    expect(created()).toBe(0);
  });

  it.each([
    { when: 'before' as const, engagements: 0 },
    { when: 'after' as const, engagements: 1 },
  ])('hang $when the work never answers, until everything is forgotten', async ({ when, engagements }) => {
    const answer = strikeOnce({ kind: 'hang', when });
    const outcome = expect(answer).rejects.toMatchObject(lost);
    await until(() => calls() === 1);
    expect(created()).toBe(engagements);
    await simulator.reset();
    await outcome;
  });

  it('hang ends when the simulator closes, however many calls hang', async () => {
    simulator.addFault({ kind: 'hang' });
    const outcomes = Array.from({ length: 20 }, () => expect(create()).rejects.toThrow());
    await until(() => calls() === 20);
    await simulator.close();
    await Promise.all(outcomes);
  });

  it('strikes before the rate limit and takes nothing from it', async () => {
    simulator.addFault({ kind: 'html', times: 3 });
    const statuses = [];
    for (let call = 0; call < 5; call += 1) {
      statuses.push((await create()).status);
    }
    expect(statuses).toEqual([502, 502, 502, 200, 400]);
    expect(simulator.ledger().calls).toMatchObject({ total: 5, throttled: 1 });
  });

  it('leaves other operations alone', async () => {
    simulator.addFault({ kind: 'hang', operation: 'CreateEngagement' });
    expect((await wireCall(simulator.url, 'ListEngagements', { Catalog: 'AWS' })).status).toBe(200);
  });
});
