import { expect, it } from '@jest/globals';
import { loadSettings } from '../config/load-settings.js';
import { MAX_PROBE_MS, submissionPolicy } from './submission-policy.js';

const rulesBy = (environment: Record<string, string> = {}) =>
  submissionPolicy(loadSettings({ DATABASE_URL: 'postgresql://localhost/unused', ...environment }));

it('are made of the settings, each in its place', () => {
  const policy = rulesBy({
    SUBMISSION_MAX_ATTEMPTS: '3',
    SUBMISSION_RETRY_BASE_MS: '200',
    SUBMISSION_GIVE_UP_HOURS: '0.5',
    RECONCILIATION_DELAY_MS: '20000',
    PARTNER_CENTRAL_TIMEOUT_MS: '7000',
  });

  expect(policy).toEqual({
    maxUnknownAttempts: 3,
    retryBaseMs: 200,
    giveUpMs: 1_800_000,
    probeMs: 2000,
    reconciliationDelayMs: 20_000,
    callLimitMs: 7000,
  });
});

it.each([
  ['1', 10],
  ['1000', 10_000],
  ['6000', 60_000],
  ['6001', MAX_PROBE_MS],
  ['300000', MAX_PROBE_MS],
])('with a first delay of %s ms credentials are tried every %i ms', (SUBMISSION_RETRY_BASE_MS, probeMs) => {
  expect(rulesBy({ SUBMISSION_RETRY_BASE_MS }).probeMs).toBe(probeMs);
});
