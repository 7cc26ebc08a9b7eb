import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';

import { type RunningSimulator, startSimulator } from '../simulator.js';

let local: RunningSimulator;
let named: RunningSimulator;
beforeAll(async () => {
  local = await startSimulator();
  named = await startSimulator({ host: '0.0.0.0', allowedHosts: ['simulator'] });
});
afterAll(async () => {
  await local.close();
  await named.close();
});

/** @returns the status of a request whose `Host` headers are these */
function ask({ port }: RunningSimulator, hosts: string[], path = '/_simulator/ledger', method = 'GET') {
  return new Promise<number | undefined>((resolve, reject) => {
    const headers = hosts.flatMap((host) => ['Host', host]);
    request({ host: '127.0.0.1', port, path, method, headers, setHost: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the simulator', () => {
  it.each(['localhost', 'LOCALHOST.:80', '127.0.0.1:4010', '[::1]:4010', '[0::1]'])(
    'answers for %s',
    async (host) => {
      expect(await ask(local, [host])).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', 'simulator', '10.0.0.1', '0.0.0.0', 'a b', ''])(
    'does not answer for "%s"',
    async (host) => {
      expect(await ask(local, [host])).toBe(421);
      expect(await ask(local, [host], '/', 'POST')).toBe(421);
      expect(await ask(local, [host], '/_simulator/state', 'DELETE')).toBe(421);
    },
  );

  it('does not answer for two hosts', async () => {
    expect(await ask(local, ['localhost', 'evil.example'])).toBe(421);
  });

  it('answers for a host that is allowed, and not for every address that it listens on', async () => {
    expect(await ask(named, ['Simulator:4010'])).toBe(200);
    expect(await ask(named, ['0.0.0.0'])).toBe(421);
  });

  it('says of its health to all', async () => {
    expect(await ask(named, ['10.0.0.1'], '/_simulator/health')).toBe(200);
  });
});
