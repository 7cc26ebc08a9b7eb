import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type RunningSimulator, startSimulator } from '../simulator.js';
import { exampleRequest } from '../testing/example-request.js';
import { until } from '../testing/until.js';
import { errorNameOf, jsonOf, wireCall } from '../testing/wire-call.js';

describe('a late creation', () => {
  const never = 60_000;
  const lost = { cause: { code: 'ECONNRESET' } };
  let directory: string;
  let stateFile: string;
  let simulator: RunningSimulator;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'simulator-'));
    stateFile = join(directory, 'deeper', 'state.jsonl');
    simulator = await startSimulator({ ratePerSecond: 0, stateFile });
  });

  afterEach(async () => {
    await simulator.close();
    rmSync(directory, { recursive: true });
  });

  const create = (request: object) => wireCall(simulator.url, 'CreateEngagement', request);
  const created = () => simulator.ledger().engagements;

  /** A call that is in hand when this resolves, and its fate: it must be awaited before the test ends. */
  async function beginLate(request: object, delayMs: number) {
    simulator.addFault({ kind: 'late', delayMs, times: 1 });
    const { total } = simulator.ledger().calls;
    const caller = new AbortController();
    const fate = wireCall(simulator.url, 'CreateEngagement', request, caller.signal).catch(
      (reason: unknown) => reason,
    );
    await until(() => simulator.ledger().calls.total > total);
    return { caller, fate };
  }

  async function refusal(request: object) {
    const answer = await create(request);
    return [answer.status, errorNameOf(answer), (await jsonOf(answer))['Message']];
  }

  it('is there after its delay although its caller has gone', async () => {
    const request = exampleRequest();
    const start = performance.now();
    const { caller, fate } = await beginLate(request, 100);
    caller.abort();
    expect(await fate).toMatchObject({ name: 'AbortError' });
    await until(() => created().length > 0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(99);
    expect(created()).toMatchObject([{ clientToken: request.ClientToken, request, calls: 1 }]);
  });

  it('never answers, not even a caller that waits', async () => {
    const { fate } = await beginLate(exampleRequest(), 20);
    await until(() => created().length > 0);
    await wireCall(simulator.url, 'ListEngagements', { Catalog: 'Sandbox' });
    expect(await Promise.race([fate, Promise.resolve('no answer')])).toBe('no answer');
    await simulator.reset();
    expect(await fate).toMatchObject(lost);
  });

  it('is shown nowhere before, and its token is refused with any body, and no other token', async () => {
    const request = exampleRequest();
    const { fate } = await beginLate(request, never);
    const inProgress = [
      400,
      'ConflictException',
      expect.stringMatching(/client token is still in progress$/),
    ];
    expect(await refusal(request)).toEqual(inProgress);
    expect(await refusal({ ...request, Title: 'Other' })).toEqual(inProgress);
    expect(await refusal({ ...request, Catalog: 'AWS' })).toEqual(inProgress);
    expect(created()).toEqual([]);
    const list = await wireCall(simulator.url, 'ListEngagements', { Catalog: 'Sandbox' });
    expect(await list.json()).toEqual({ EngagementSummaryList: [] });
    expect((await create(exampleRequest())).status).toBe(200);
    await simulator.reset();
    await fate;
  });

  it('is repeated like any other afterwards', async () => {
    const request = exampleRequest();
    const { caller, fate } = await beginLate(request, 100);
    caller.abort();
    await fate;
    let answer = await create(request);
    while (errorNameOf(answer) === 'ConflictException') {
      answer = await create(request);
    }
    const [engagement] = created();
    expect(await jsonOf(answer)).toEqual({
      Id: engagement?.id,
      Arn: engagement?.arn,
      ModifiedAt: engagement?.modifiedAt,
    });
    expect(engagement?.calls).toBe(2);
    expect(await refusal({ ...request, Title: 'Other' })).toEqual([
      400,
      'ConflictException',
      'Conflicting client token submitted for a new request body',
    ]);
    const Identifier = engagement?.id;
    const get = await wireCall(simulator.url, 'GetEngagement', { Catalog: 'Sandbox', Identifier });
    expect(get.status).toBe(200);
  });

  it('is spared by a fault that is told to, and by no other', async () => {
    const request = exampleRequest();
    const { fate } = await beginLate(request, never);
    const error = { name: 'AccessDeniedException', message: 'No' };
    simulator.addFault({ kind: 'error', error, spares: 'in-hand', times: 1 });
    expect((await refusal(request))[1]).toBe('ConflictException');
    simulator.addFault({ kind: 'error', error: { name: 'ThrottlingException' }, times: 1 });
    expect((await refusal(exampleRequest()))[1]).toBe('AccessDeniedException');
    expect((await refusal(request))[1]).toBe('ThrottlingException');
    await simulator.reset();
    expect(await fate).toMatchObject(lost);
  });

  it('answers a refusal as ever, and has nothing in hand then', async () => {
    const request = exampleRequest();
    simulator.addFault({ kind: 'late', delayMs: never, times: 1 });
    expect(await refusal({ ...request, Title: '' })).toEqual([
      400,
      'ValidationException',
      expect.any(String),
    ]);
    expect((await create(request)).status).toBe(200);
  });

  it('takes from the rate, and is throttled by it', async () => {
    const slow = await startSimulator({ ratePerSecond: 1 });
    slow.addFault({ kind: 'late', delayMs: never });
    const fate = wireCall(slow.url, 'CreateEngagement', exampleRequest()).catch((reason: unknown) => reason);
    await until(() => slow.ledger().calls.total === 1);
    const second = await wireCall(slow.url, 'CreateEngagement', exampleRequest());
    expect(errorNameOf(second)).toBe('ThrottlingException');
    await slow.close();
    await fate;
  });

  it('has nothing to create for a token of before: the repeat counts at once and goes unanswered', async () => {
    const request = exampleRequest();
    await create(request);
    simulator.addFault({ kind: 'late', delayMs: never, times: 2 });
    expect(await refusal({ ...request, Title: 'Other' })).toEqual([
      400,
      'ConflictException',
      'Conflicting client token submitted for a new request body',
    ]);
    const fate = create(request).catch((reason: unknown) => reason);
    await until(() => created()[0]?.calls === 2);
    expect((await create(request)).status).toBe(200);
    await simulator.reset();
    expect(await fate).toMatchObject(lost);
  });

  it('is given up when everything is forgotten', async () => {
    const request = exampleRequest();
    const first = await beginLate(request, 200);
    await simulator.reset();
    expect(await first.fate).toMatchObject(lost);
    // Begun later, and due later: what comes of the first would be there before.
    const other = exampleRequest();
    const second = await beginLate(other, 200);
    await until(() => created().length > 0);
    expect(created()).toMatchObject([{ clientToken: other.ClientToken }]);
    expect((await create(request)).status).toBe(200);
    await simulator.reset();
    await second.fate;
  });

  it('is given up when the simulator closes, for good', async () => {
    const request = exampleRequest();
    const { fate } = await beginLate(request, never);
    await simulator.close();
    expect(await fate).toMatchObject({ name: 'TypeError' });
    simulator = await startSimulator({ stateFile });
    expect(created()).toEqual([]);
    expect((await create(request)).status).toBe(200);
    expect(created()).toMatchObject([{ calls: 1 }]);
  });

  it('survives a restart of the simulator once it is there', async () => {
    const { caller, fate } = await beginLate(exampleRequest(), 20);
    await until(() => created().length > 0);
    caller.abort();
    await fate;
    const before = created();
    await simulator.close();
    simulator = await startSimulator({ stateFile });
    expect(created()).toEqual(before);
  });

  it('that cannot be written is as if it had never come', async () => {
    const request = exampleRequest();
    writeFileSync(join(directory, 'deeper'), 'a file where the folder should be');
    const { caller, fate } = await beginLate(request, 50);
    caller.abort();
    await fate;
    let answer = await create(request);
    while (errorNameOf(answer) === 'ConflictException') {
      answer = await create(request);
    }
    expect(answer.status).toBe(500);
    expect(created()).toEqual([]);
  });
});
