import { expect, it } from '@jest/globals';
import { DomainError } from '../../../errors/domain-error.js';
import { BrokenOff, untilHangUp } from './broken-off.js';

async function* rowsThen(end: () => void): AsyncGenerator<number> {
  yield await Promise.resolve(1);
  end();
}

async function read(rows: AsyncIterable<number>): Promise<number[]> {
  const all: number[] = [];
  for await (const row of rows) {
    all.push(row);
  }
  return all;
}

const fault = new DomainError('invalid-request', 'A quote never ends.');
const throwing = (error: Error) => () => {
  throw error;
};
const hungUp = { errored: new Error('aborted') };
const there = { errored: null };

it('hands rows on, and the fault that they end in', async () => {
  await expect(
    read(
      untilHangUp(
        rowsThen(() => undefined),
        there,
      ),
    ),
  ).resolves.toEqual([1]);
  await expect(read(untilHangUp(rowsThen(throwing(fault)), there))).rejects.toBe(fault);
});

it.each([
  ['a fault', throwing(fault)],
  ['no fault at all', () => undefined],
])('knows that the client has hung up where rows end in %s', async (_, end) => {
  await expect(read(untilHangUp(rowsThen(end), hungUp))).rejects.toBeInstanceOf(BrokenOff);
});

it('hides no failure of the service', async () => {
  const failure = new TypeError('x');
  await expect(read(untilHangUp(rowsThen(throwing(failure)), hungUp))).rejects.toBe(failure);
});
