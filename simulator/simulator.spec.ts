import { expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

import { exampleRequest } from './testing/example-request.js';
import { errorNameOf, jsonOf, wireCall } from './testing/wire-call.js';
import { startSimulator } from './simulator.js';

it('listens on a free port of the loopback interface, several side by side', async () => {
  const [one, two] = await Promise.all([startSimulator(), startSimulator()]);
  expect(one.url).toBe(`http://127.0.0.1:${one.port}`);
  expect(one.port).not.toBe(two.port);
  await Promise.all([one.close(), two.close()]);
});

it("rejects with Node's own error when the port is taken", async () => {
  const simulator = await startSimulator();
  await expect(startSimulator({ port: simulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await simulator.close();
});

it('closes with idle connections open, once and again', async () => {
  const simulator = await startSimulator();
  const socket = connect(simulator.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const ended = once(socket, 'close');
  await simulator.close();
  await simulator.close();
  await ended;
});

it('keeps what it created across restarts, and forgets it on reset', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'simulator-'));
  const stateFile = join(directory, 'state.jsonl');
  const request = exampleRequest();
  const run = async () => {
    const simulator = await startSimulator({ stateFile });
    const response = await wireCall(simulator.url, 'CreateEngagement', request);
    return { simulator, created: await jsonOf(response) };
  };

  const first = await run();
  await first.simulator.close();
  const second = await run();
  expect(second.created).toEqual(first.created);
  expect(second.simulator.ledger()).toMatchObject({ engagements: [{ calls: 2 }], calls: { total: 1 } });
  await second.simulator.reset();
  await second.simulator.close();
  const third = await run();
  expect(third.created['Id']).not.toBe(first.created['Id']);

  await third.simulator.close();
  rmSync(directory, { recursive: true });
});

it('throttles past its rate, 15 when none is given, and not at all at 0', async () => {
  const answers = async (options: { ratePerSecond?: number }) => {
    const simulator = await startSimulator(options);
    // Many more than its rate, however slow the machine is.
    const calls = Array.from({ length: 100 }, () =>
      wireCall(simulator.url, 'CreateEngagement', exampleRequest()),
    );
    const names = (await Promise.all(calls)).map(errorNameOf);
    const { calls: counted } = simulator.ledger();
    await simulator.close();
    return { throttled: names.filter((name) => name === 'ThrottlingException').length, counted };
  };
  const byDefault = await answers({});
  expect(byDefault.counted).toMatchObject({ total: 100, throttled: byDefault.throttled });
  expect(byDefault.throttled).toBeGreaterThan(0);
  expect(byDefault.counted.maxPerSlidingSecond).toBeGreaterThan(15);
  expect(await answers({ ratePerSecond: 0 })).toMatchObject({
    throttled: 0,
    counted: { total: 100, throttled: 0 },
  });
});
