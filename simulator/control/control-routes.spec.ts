import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { faultExamples } from './fault-examples.js';
import { openApiDocument } from './openapi-document.js';
import { exampleRequest } from '../testing/example-request.js';
import { jsonOf, wireCall } from '../testing/wire-call.js';
import { type RunningSimulator, startSimulator } from '../simulator.js';

describe('the control endpoints', () => {
  let simulator: RunningSimulator;

  beforeEach(async () => {
    simulator = await startSimulator();
  });

  afterEach(() => simulator.close());

  const control = (method: string, path: string, body?: string, headers?: Record<string, string>) =>
    fetch(simulator.url + path, { method, body, headers });

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

  it('tell the settings, and change those that are named', async () => {
    const settings = async () => (await control('GET', '/_simulator/settings')).json();
    expect(await settings()).toEqual({ listLagMs: 0, rules: 'reference' });
    const lagging = await control('PATCH', '/_simulator/settings', '{"listLagMs":1500}');
    expect([lagging.status, await lagging.json()]).toEqual([200, { listLagMs: 1500, rules: 'reference' }]);
    const relaxed = await control('PATCH', '/_simulator/settings', '{"rules":"model"}');
    expect([relaxed.status, await relaxed.json()]).toEqual([200, { listLagMs: 1500, rules: 'model' }]);
    expect(await settings()).toEqual({ listLagMs: 1500, rules: 'model' });
  });

  it('forget everything', async () => {
    simulator.addFault({ kind: 'delay', delayMs: 0 });
    simulator.changeSettings({ listLagMs: 1500, rules: 'model' });
    await wireCall(simulator.url, 'CreateEngagement', exampleRequest());
    expect((await control('DELETE', '/_simulator/state')).status).toBe(204);
    expect(await (await control('GET', '/_simulator/faults')).json()).toEqual({ faults: [] });
    expect(simulator.settings()).toEqual({ listLagMs: 0, rules: 'reference' });
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
    { body: '{', message: 'The body must be JSON.' },
    { body: '[]', message: 'The body must be a JSON object.' },
    { body: '{"rules":"newest"}', message: 'rules must be one of reference, model.' },
    { body: '{"rules":null}', message: 'rules must be one of reference, model.' },
    { body: '{"rules":"model","listLagMs":"1"}', message: expect.stringMatching(/^listLagMs must be/) },
    {
      body: '{"listLagMs":-1}',
      message: expect.stringMatching(/^listLagMs must be a whole number from 0 to/),
    },
    { body: '{"listLagMs":0,"lag":1}', message: expect.stringMatching(/unknown field "lag"/) },
  ])('refuse the settings $body', async ({ body, message }) => {
    const response = await control('PATCH', '/_simulator/settings', body);
    expect([response.status, await response.json()]).toEqual([400, { message }]);
    expect(simulator.settings()).toEqual({ listLagMs: 0, rules: 'reference' });
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

  describe('their OpenAPI document', () => {
    it('stands on the same port', async () => {
      const response = await control('GET', '/openapi.json');
      expect([response.status, await response.json()]).toEqual([200, openApiDocument]);
    });

    it.each(Object.entries(openApiDocument.paths))('has the methods of %s', async (path, methods) => {
      const allowed = (await control('OPTIONS', path)).headers.get('allow')?.toLowerCase().split(', ');
      expect(allowed?.toSorted()).toEqual(Object.keys(methods).toSorted());
    });

    it.each(Object.entries(faultExamples))('has the fault %s, which is taken', async (_name, { value }) => {
      const response = await control('POST', '/_simulator/faults', JSON.stringify(value));
      expect(response.status).toBe(201);
      expect(await response.json()).toMatchObject(value);
    });
  });

  it.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000', 'http://localhost'])(
    'let pages of %s ask',
    async (origin) => {
      const preflight = await control('OPTIONS', '/_simulator/faults', undefined, {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      });
      expect(preflight.status).toBe(204);
      expect(Object.fromEntries(preflight.headers)).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': 'content-type',
        vary: 'origin',
      });

      const refused = await control('POST', '/_simulator/faults', '{}', { origin });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, origin]);
    },
  );

  it.each([
    'https://example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com:3000',
    'http://192.168.0.1:3000',
    'https://localhost:3000',
    'null',
    '*',
  ])('let no page of %s do anything', async (origin) => {
    // As a form would: no browser asks before it sends this.
    const simple = { origin, 'content-type': 'text/plain' };
    const response = await control('POST', '/_simulator/faults', '{"kind":"hang"}', simple);

    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect(await (await control('GET', '/_simulator/faults')).json()).toEqual({ faults: [] });
    const preflight = await control('OPTIONS', '/_simulator/faults', undefined, { origin });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('keep pages of other websites from the AWS wire, where a fault would strike for them', async () => {
    simulator.addFault({ kind: 'hang' });
    const response = await fetch(simulator.url, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(response.status).toBe(403);
  });

  it('have no CORS for the AWS wire', async () => {
    const response = await fetch(simulator.url, {
      method: 'POST',
      headers: { origin: 'http://127.0.0.1:3000' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
