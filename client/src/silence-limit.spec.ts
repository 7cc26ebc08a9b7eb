import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { SilenceLimit } from './silence-limit.js';

it('ends a request from which nothing is heard', async () => {
  const { signal } = new SilenceLimit(1);
  await once(signal, 'abort');

  expect(signal.reason).toMatchObject({ message: 'Nothing was heard for too long' });
});

it('waits anew for each word', async () => {
  const silence = new SilenceLimit(60_000);
  silence.heard(1);
  await once(silence.signal, 'abort');

  expect(silence.signal.aborted).toBe(true);
});
