import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { exampleRequest } from '../testing/example-request.js';
import { jsonOf, wireCall } from '../testing/wire-call.js';
import { type RunningSimulator, startSimulator } from '../simulator.js';

describe('the control endpoints', () => {
  let simulator: RunningSimulator;

  beforeEach(async () => {
    simulator = await startSimulator();
  });

  afterEach(() => simulator.close());

  const control = (method: string, path: string, body?: string) =>
    fetch(simulator.url + path, { method, body });

  it('name the simulator at GET /', async () => {
    const response = await control('GET', '/');
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toMatch(/simulator.*\/_simulator\/ledger/);
  });

  it('tell their health', async () => {
    const response = await control('GET', '/_simulator/health');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('tell the ledger', async () => {
    const request = exampleRequest();
    const answer = await wireCall(simulator.url, 'CreateEngagement', request);
    const { Id, Arn, ModifiedAt } = await jsonOf(answer);
    await wireCall(simulator.url, 'CreateEngagement', request);

    const response = await control('GET', '/_simulator/ledger');

    expect(await response.json()).toEqual({
      engagements: [
        {
          id: Id,
          arn: Arn,
          catalog: 'Sandbox',
          clientToken: request.ClientToken,
          request,
          modifiedAt: ModifiedAt,
          calls: 2,
        },
      ],
      calls: { total: 2, throttled: 0, maxPerSlidingSecond: 2 },
    });
  });

  it('add, list and delete faults', async () => {
    const added = await control(
      'POST',
      '/_simulator/faults',
      '{"kind":"html","times":2,"operation":"GetEngagement"}',
    );
    const fault = await jsonOf(added);
    expect(added.status).toBe(201);
    expect(fault).toMatchObject({
      id: 'fault-1',
      kind: 'html',
      times: 2,
      remaining: 2,
      operation: 'GetEngagement',
    });

    expect((await wireCall(simulator.url, 'GetEngagement', {})).status).toBe(502);
    const listed = await control('GET', '/_simulator/faults');
    expect(await listed.json()).toEqual({ faults: [{ ...fault, remaining: 1 }] });

    expect((await control('DELETE', '/_simulator/faults')).status).toBe(204);
    expect(await (await control('GET', '/_simulator/faults')).json()).toEqual({ faults: [] });
  });

  it('forget everything', async () => {
    simulator.addFault({ kind: 'delay', delayMs: 0 });
    await wireCall(simulator.url, 'CreateEngagement', exampleRequest());
    expect((await control('DELETE', '/_simulator/state')).status).toBe(204);
    expect(await (await control('GET', '/_simulator/faults')).json()).toEqual({ faults: [] });
    expect(simulator.ledger()).toEqual({
      engagements: [],
      calls: { total: 0, throttled: 0, maxPerSlidingSecond: 0 },
    });
  });

  it.each([
    { body: '', message: 'The body must be JSON.' },
    { body: '{"kind":"hang"', message: 'The body must be JSON.' },
    { body: '{"kind":"nap"}', message: expect.stringMatching(/^kind must be one of/) },
    { body: '{"kind":"hang","times":-1}', message: expect.stringMatching(/^times must be/) },
  ])('refuse the fault $body', async ({ body, message }) => {
    const response = await control('POST', '/_simulator/faults', body);
    expect([response.status, await response.json()]).toEqual([400, { message }]);
  });

  it.each([
    { method: 'GET', path: '/_simulator/nothing', status: 404, allow: null },
    { method: 'POST', path: '/__proto__', status: 404, allow: null },
    { method: 'PUT', path: '/', status: 405, allow: 'GET' },
    { method: 'POST', path: '/_simulator/state', status: 405, allow: 'DELETE' },
    { method: 'PATCH', path: '/_simulator/faults?x=1', status: 405, allow: 'GET, POST, DELETE' },
  ])('answer $status to $method $path', async ({ method, path, status, allow }) => {
    const response = await control(method, path);
    expect([response.status, response.headers.get('allow')]).toEqual([status, allow]);
  });

  it('refuse a body past 4 MiB', async () => {
    const response = await control('POST', '/_simulator/faults', ' '.repeat(5 * 1024 * 1024)).catch(
      () => undefined,
    );
    expect([413, undefined]).toContain(response?.status);
    expect((await control('GET', '/_simulator/health')).status).toBe(200);
  });
});
