import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CallGate, CALLS_IN_HAND, CallNotSent, SOCKETS } from './call-gate.js';

let gate: CallGate;
/** Who was let in, in that order. */
let inside: string[];

beforeEach(() => {
  gate = new CallGate();
  inside = [];
});

async function enter(name: string, signal?: AbortSignal): Promise<() => void> {
  const leave = await gate.enter(signal);
  inside.push(name);
  return leave;
}

const fill = () => Promise.all(Array.from({ length: SOCKETS }, () => gate.enter()));

/** How many could enter right now. */
async function free(): Promise<number> {
  const counted = new AbortController();
  const entries = Array.from({ length: 2 * SOCKETS }, () =>
    gate.enter(counted.signal).catch(() => undefined),
  );
  counted.abort();
  const letIn = (await Promise.all(entries)).filter((leave) => leave !== undefined);
  letIn.forEach((leave) => {
    leave();
  });
  return letIn.length;
}

describe('a gate', () => {
  it('has room for every submission in hand, and for look-ups beside them', () => {
    expect(SOCKETS).toBe(CALLS_IN_HAND + 10);
  });

  it('lets in as many as there are sockets, and no more', async () => {
    expect(await free()).toBe(SOCKETS);
  });

  it('lets the next one in when somebody leaves, in the order in which they came', async () => {
    const [first, second] = await fill();
    void enter('a');
    void enter('b');
    void enter('c');
    await turn();
    expect(inside).toEqual([]);

    first?.();
    await turn();
    expect(inside).toEqual(['a']);

    second?.();
    await turn();
    expect(inside).toEqual(['a', 'b']);
  });

  it('keeps a place for who comes after everybody has left', async () => {
    (await fill()).forEach((leave) => {
      leave();
    });

    expect(await free()).toBe(SOCKETS);
  });
});

describe('who gives up', () => {
  it('before the gate takes no place', async () => {
    await expect(gate.enter(AbortSignal.abort())).rejects.toThrow(CallNotSent);
    expect(await free()).toBe(SOCKETS);
  });

  it('while waiting is passed over, and those behind move up', async () => {
    const [first] = await fill();
    const impatient = new AbortController();
    const givenUp = enter('impatient', impatient.signal);
    void enter('patient');

    impatient.abort();
    await expect(givenUp).rejects.toThrow(CallNotSent);
    first?.();
    await turn();

    expect(inside).toEqual(['patient']);
  });

  it('after being let in keeps the place until leaving', async () => {
    const [first] = await fill();
    const calling = new AbortController();
    const letIn = enter('calling', calling.signal);
    first?.();
    const leave = await letIn;

    calling.abort();
    await turn();
    expect(await free()).toBe(0);

    leave();
    expect(await free()).toBe(1);
  });
});

it('never holds more than it may, and loses no place, however they come, go and give up', async () => {
  let present = 0;
  let most = 0;
  const visit = async (index: number) => {
    // Some give up at once, some while they wait, most never.
    const impatient = new AbortController();
    const entered = gate.enter(index % 7 === 0 ? impatient.signal : undefined);
    if (index % 14 === 0) {
      impatient.abort();
    }
    const leave = await entered;
    present += 1;
    most = Math.max(most, present);
    for (let turns = index % 5; turns > 0; turns -= 1) {
      await turn();
    }
    impatient.abort();
    present -= 1;
    leave();
  };

  await Promise.allSettled(Array.from({ length: 2000 }, (_, index) => visit(index)));

  expect(most).toBe(SOCKETS);
  expect(await free()).toBe(SOCKETS);
});
