import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Reach } from '../auth/reach.js';
import { PrismaService } from '../database/prisma.service.js';
import { EngagementSummaries } from './engagement-summaries.js';
import { ReadingShares } from './reading-shares.js';

const crm = Reach.of({ id: 'crm', scopes: new Set() });
const erp = Reach.of({ id: 'erp', scopes: new Set() });

/** Each count that was asked for, to be ended by the test. */
let counts: PromiseWithResolvers<object[]>[];
let summaries: EngagementSummaries;

beforeEach(async () => {
  jest.useFakeTimers();
  counts = [];
  const runPlanned = () => {
    const count = Promise.withResolvers<object[]>();
    counts.push(count);
    return count.promise;
  };
  @Module({
    providers: [EngagementSummaries, ReadingShares, { provide: PrismaService, useValue: { runPlanned } }],
  })
  class SummariesModule {}
  const app = await NestFactory.createApplicationContext(SummariesModule, { logger: false });
  summaries = app.get(EngagementSummaries);
});
afterEach(() => {
  jest.useRealTimers();
});

it('counts anew each time where that is quick', async () => {
  for (let asked = 1; asked <= 2; asked += 1) {
    const summary = summaries.of(crm);
    counts.at(-1)?.resolve([]);
    await summary;
    expect(counts).toHaveLength(asked);
  }
});

it('counts once for all who ask at the same moment', async () => {
  const [first, second] = [summaries.of(crm), summaries.of(crm)];
  expect(counts).toHaveLength(1);
  counts[0]?.resolve([]);
  expect(await second).toBe(await first);
});

it('has those who ask during a slow count wait for it, and tells it again for ten times as long', async () => {
  const first = summaries.of(crm);
  jest.advanceTimersByTime(200);
  const second = summaries.of(crm);
  const other = summaries.of(erp);
  expect(counts).toHaveLength(2);
  for (const { resolve } of counts) {
    resolve([]);
  }
  expect(await second).toBe(await first);
  expect(await other).not.toBe(await first);

  jest.advanceTimersByTime(1999);
  expect(await summaries.of(crm)).toBe(await first);
  jest.advanceTimersByTime(1);
  void summaries.of(crm);
  expect(counts).toHaveLength(3);
});

it('does not keep a slow count that failed', async () => {
  const failed = summaries.of(crm);
  jest.advanceTimersByTime(200);
  counts[0]?.reject(new Error('away'));
  await expect(failed).rejects.toThrow('away');
  void summaries.of(crm);
  expect(counts).toHaveLength(2);
});
