import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSettings } from '../config/load-settings.js';
import { CallNotSent, SOCKETS } from './call-gate.js';
import { PartnerCentralSdk } from './partner-central.sdk.js';

/** Nothing here goes over the network. */
const settings = loadSettings({
  DATABASE_URL: 'postgresql://localhost/unused',
  AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: 'http://127.0.0.1:1',
  PARTNER_CENTRAL_TIMEOUT_MS: '20',
});

let sdk: PartnerCentralSdk;
beforeEach(() => {
  sdk = new PartnerCentralSdk(settings);
});
afterEach(() => {
  sdk.onApplicationShutdown();
});

const hanging = () => new Promise<never>(() => undefined);
const repeated = <T>(times: number, call: () => Promise<T>) => Array.from({ length: times }, () => call());

describe('a call', () => {
  it('is handed what it answered with', async () => {
    await expect(sdk.within(() => Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('gives its place back when it fails before it is sent, in whatever way, and tells why', async () => {
    const failure = new Error('Said AWS.');
    const calls = [
      ...repeated(SOCKETS, () => sdk.within(() => Promise.reject(failure))),
      ...repeated(SOCKETS, () =>
        sdk.within(() => {
          throw failure;
        }),
      ),
    ];

    expect(await Promise.allSettled(calls)).toEqual(
      calls.map(() => ({ status: 'rejected', reason: expect.any(CallNotSent) })),
    );
    await expect(sdk.within(() => Promise.reject(failure))).rejects.toMatchObject({ cause: failure });
    await expect(sdk.within(() => Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('that heeds no signal is over with its time, and gives its place back', async () => {
    const calls = repeated(2 * SOCKETS, () => sdk.within(hanging));

    expect(await Promise.allSettled(calls)).toEqual(
      calls.map(() => ({ status: 'rejected', reason: new CallNotSent() })),
    );
  });

  it('is told by its signal when its time is over', async () => {
    const heard: string[] = [];
    const aborted = sdk.within(
      ({ abortSignal }) =>
        new Promise((_, reject) => {
          abortSignal.addEventListener('abort', () => {
            heard.push('abort');
            reject(new Error('Heard of it.'));
          });
        }),
    );

    await expect(aborted).rejects.toThrow(CallNotSent);
    expect(heard).toEqual(['abort']);
  });

  it('has all of its time when it had to wait for a socket', async () => {
    const hung = Promise.allSettled(repeated(SOCKETS, () => sdk.within(hanging)));

    await expect(sdk.within(({ abortSignal }) => Promise.resolve(abortSignal.aborted))).resolves.toBe(false);
    await hung;
  });
});

describe('what cuts calls off', () => {
  it('ends the one under way', async () => {
    const cutOff = new AbortController();
    const signals: AbortSignal[] = [];
    const call = sdk.within(({ abortSignal }) => {
      signals.push(abortSignal);
      return hanging();
    }, cutOff.signal);
    await Promise.resolve();

    cutOff.abort();

    await expect(call).rejects.toThrow(CallNotSent);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('keeps those from beginning that wait for a socket', async () => {
    const hung = Promise.allSettled(repeated(SOCKETS, () => sdk.within(hanging)));
    const cutOff = new AbortController();
    let hasBegun = false;
    const waiting = sdk.within(() => {
      hasBegun = true;
      return Promise.resolve();
    }, cutOff.signal);

    cutOff.abort();

    await expect(waiting).rejects.toThrow(CallNotSent);
    await hung;
    expect(hasBegun).toBe(false);
  });
});
