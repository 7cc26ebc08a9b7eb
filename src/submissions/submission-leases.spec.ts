import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadSettings } from '../config/load-settings.js';
import { SETTINGS } from '../config/settings.js';
import { SubmissionLeases } from './submission-leases.js';
import type { ClaimedSubmission } from './submission-state.js';
import { SubmissionsRepository } from './submissions.repository.js';

const LEASE_MS = 10_000;
/** A tenth of a lease is left for a statement that takes its time. */
const OURS_MS = 9000;

/** What Postgres has; whoever asks it waits for so long, as with a slow one. */
class FakeRepository implements Pick<SubmissionsRepository, 'claim' | 'renew' | 'release'> {
  isAnythingDue = true;
  answersInMs = 0;
  readonly asked: string[] = [];
  readonly overtaken = new Set<string>();
  onRenewal = () => {};

  claim(step: string, holder: string): Promise<ClaimedSubmission | undefined> {
    this.answer(`claim ${step}`);
    return Promise.resolve(this.isAnythingDue ? claimedBy(holder) : undefined);
  }

  renew(holders: readonly string[]): Promise<string[]> {
    this.answer(`renew ${holders.length}`);
    this.onRenewal();
    return Promise.resolve(holders.filter((holder) => !this.overtaken.has(holder)));
  }

  release({ holder }: ClaimedSubmission): Promise<void> {
    this.answer(`release ${holder}`);
    return Promise.resolve();
  }

  private answer(question: string): void {
    this.asked.push(question);
    jest.advanceTimersByTime(this.answersInMs);
  }
}

function claimedBy(holder: string): ClaimedSubmission {
  return {
    id: 'a-submission',
    engagementId: 'an-engagement',
    holder,
    catalog: 'Sandbox',
    request: { clientToken: 'token', body: '{}', sha256: 'sum' },
    requestedAt: new Date(),
    engagementVersion: 2,
    askedAt: performance.now(),
    state: {
      status: 'submitting',
      attempts: 0,
      outcomeUnknown: false,
      unknownAttempts: 0,
      setbacks: 0,
      lostInARow: 0,
      urgency: 10,
      openForMs: 0,
      waitingForMs: 0,
    },
    attemptOpen: false,
  };
}

@Module({})
class LeasesModule {}

let repository: FakeRepository;
let leases: SubmissionLeases;

beforeEach(async () => {
  jest.useFakeTimers();
  repository = new FakeRepository();
  const settings = loadSettings({
    DATABASE_URL: 'postgresql://localhost/unused',
    SUBMISSION_LEASE_MS: String(LEASE_MS),
  });
  const context = await NestFactory.createApplicationContext(
    {
      module: LeasesModule,
      providers: [
        SubmissionLeases,
        { provide: SubmissionsRepository, useValue: repository },
        { provide: SETTINGS, useValue: settings },
      ],
    },
    { logger: false },
  );
  leases = context.get(SubmissionLeases);
});

afterEach(() => {
  jest.useRealTimers();
});

const pass = (ms: number) => {
  jest.advanceTimersByTime(ms);
};

async function claim(): Promise<ClaimedSubmission> {
  const claimed = await leases.claim('send');
  if (claimed === undefined) {
    throw new Error('Nothing was due');
  }
  return claimed;
}

describe('what was claimed', () => {
  it('is ours for most of a lease', async () => {
    const claimed = await claim();

    expect(leases.holds(claimed)).toBe(true);
    pass(OURS_MS - 1);
    expect(leases.holds(claimed)).toBe(true);
    pass(1);
    expect(leases.holds(claimed)).toBe(false);
  });

  it('is ours from when it was asked for, however late the answer came', async () => {
    repository.answersInMs = OURS_MS - 1;
    const claimed = await claim();

    expect(leases.holds(claimed)).toBe(true);
    pass(1);
    expect(leases.holds(claimed)).toBe(false);
  });

  it('is each time held by somebody new', async () => {
    const holders = [await claim(), await claim(), await claim()].map(({ holder }) => holder);

    expect(new Set(holders).size).toBe(3);
  });

  it('is nothing where nothing is due', async () => {
    repository.isAnythingDue = false;

    expect(await leases.claim('look_up')).toBeUndefined();
    expect(repository.asked).toEqual(['claim look_up']);
  });

  it('is ours no longer once it is let go of, nor what somebody else has claimed', async () => {
    const claimed = await claim();
    leases.forget(claimed);

    expect(leases.holds(claimed)).toBe(false);
    expect(leases.holds(claimedBy('somebody else'))).toBe(false);
  });

  it('is given back', async () => {
    const claimed = await claim();
    await leases.release(claimed);

    expect(repository.asked).toContain(`release ${claimed.holder}`);
  });
});

describe('while this machine sleeps', () => {
  it('a lease runs out, though its steady clock stands still', async () => {
    const claimed = await claim();
    jest.setSystemTime(Date.now() + OURS_MS);

    expect(leases.holds(claimed)).toBe(false);
  });
});

describe('when this machine’s clock is set back', () => {
  it('a lease runs out all the same', async () => {
    const claimed = await claim();
    pass(OURS_MS);
    jest.setSystemTime(Date.now() - 3_600_000);

    expect(leases.holds(claimed)).toBe(false);
  });
});

describe('a renewal', () => {
  it('makes it ours for another while', async () => {
    const claimed = await claim();
    pass(OURS_MS - 1);
    await leases.renew();

    pass(OURS_MS - 1);
    expect(leases.holds(claimed)).toBe(true);
    pass(1);
    expect(leases.holds(claimed)).toBe(false);
  });

  it('counts from when it was asked for', async () => {
    const claimed = await claim();
    repository.answersInMs = OURS_MS - 1;
    await leases.renew();

    expect(leases.holds(claimed)).toBe(true);
    pass(1);
    expect(leases.holds(claimed)).toBe(false);
  });

  it('leaves what somebody else has by now', async () => {
    const [mine, theirs] = [await claim(), await claim()];
    repository.overtaken.add(theirs.holder);
    pass(OURS_MS - 1);
    await leases.renew();
    pass(1);

    expect(leases.holds(mine)).toBe(true);
    expect(leases.holds(theirs)).toBe(false);
  });

  it('does not bring back what was let go of meanwhile', async () => {
    const claimed = await claim();
    repository.onRenewal = () => {
      leases.forget(claimed);
    };
    await leases.renew();

    expect(leases.holds(claimed)).toBe(false);
  });

  it('asks for nothing where nothing is held', async () => {
    leases.forget(await claim());
    await leases.renew();

    expect(repository.asked).toEqual(['claim send']);
  });

  it('that fails leaves what is ours to run out', async () => {
    const claimed = await claim();
    repository.onRenewal = () => {
      throw new Error('Postgres is away');
    };
    pass(OURS_MS - 1);

    await expect(leases.renew()).rejects.toThrow('Postgres is away');
    expect(leases.holds(claimed)).toBe(true);
    pass(1);
    expect(leases.holds(claimed)).toBe(false);
  });
});

describe('after half a lease without a renewal', () => {
  it('what is in hand is renewed before anything is claimed, or it would be claimed from ourselves', async () => {
    await claim();
    pass(LEASE_MS / 2 + 1);
    await claim();

    expect(repository.asked).toEqual(['claim send', 'renew 1', 'claim send']);
  });

  it('only then', async () => {
    await claim();
    pass(LEASE_MS / 2);
    await claim();
    await leases.renew();
    pass(LEASE_MS / 2);
    await claim();

    expect(repository.asked).toEqual(['claim send', 'claim send', 'renew 2', 'claim send']);
  });

  it('nothing is renewed where nothing is in hand', async () => {
    pass(LEASE_MS);
    await claim();

    expect(repository.asked).toEqual(['claim send']);
  });
});
