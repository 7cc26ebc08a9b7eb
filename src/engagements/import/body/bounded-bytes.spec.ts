import { expect, it } from '@jest/globals';
import { boundedBytes } from './bounded-bytes.js';
import { BrokenOff } from './broken-off.js';

async function* chunks(count: number, bytes: number, afterEach = () => {}): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < count; number += 1) {
    yield await Promise.resolve(new Uint8Array(bytes));
    afterEach();
  }
}

async function read(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let received = 0;
  for await (const chunk of bytes) {
    received += chunk.length;
  }
  return received;
}

it('hands on 64 MB and no byte more', async () => {
  await expect(read(boundedBytes(chunks(64, 1_000_000)))).resolves.toBe(64_000_000);
  const tooMany = read(boundedBytes(chunks(65, 1_000_000)));
  await expect(tooMany).rejects.toMatchObject({ code: 'payload-too-large' });
  // It is so each time.
  await expect(tooMany).rejects.not.toBeInstanceOf(BrokenOff);
});

it('ends after its time, however little comes in', async () => {
  let now = 0;
  const slow = chunks(20, 1, () => {
    now += 30_000;
  });
  const read20 = read(boundedBytes(slow, { durationMs: 300_000, now: () => now }));

  await expect(read20).rejects.toMatchObject({
    code: 'invalid-request',
    detail: expect.stringContaining('5 minutes'),
  });
  await expect(read20).rejects.toBeInstanceOf(BrokenOff);
});
