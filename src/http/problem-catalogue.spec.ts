import { describe, expect, it } from '@jest/globals';
import { errorCodes } from '../errors/error-codes.js';
import { retries } from '../errors/retry.js';
import { problemCatalogue } from './problem-catalogue.js';
import { toProblem } from './problem.js';

describe('every problem', () => {
  it.each(errorCodes)('%s has a status, a title and an explanation of its own', (code) => {
    const { status, title, explanation } = problemCatalogue[code];

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).not.toBe('');
    expect(explanation).toMatch(/\.$/);
    expect(Object.values(problemCatalogue).filter((other) => other.title === title)).toHaveLength(1);
  });

  it.each(errorCodes)('%s says what to do, and nothing twice', (code) => {
    const { retry, orRetry } = problemCatalogue[code];

    expect(retries).toContain(retry);
    expect(orRetry).not.toBe(retry);
  });

  it.each(errorCodes)('%s can stand in a path', (code) => {
    expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  it('of the catalogue has a code, and each code one', () => {
    expect(Object.keys(problemCatalogue).toSorted()).toEqual(errorCodes.toSorted());
  });

  it.each(errorCodes.filter((code) => [429, 503].includes(problemCatalogue[code].status)))(
    '%s, a 429 or 503, says when to try again',
    (code) => {
      expect(problemCatalogue[code].retryAfterSeconds).toBeGreaterThan(0);
    },
  );
});

it.each([
  ['partner-central-validation', 422],
  ['partner-central-conflict', 409],
  ['partner-central-access-denied', 403],
  ['partner-central-not-found', 404],
  ['partner-central-quota-exceeded', 429],
  ['partner-central-throttled', 429],
  ['partner-central-unavailable', 502],
  ['partner-central-timeout', 504],
  ['partner-central-credentials', 503],
  ['engagement-not-ready', 422],
  ['already-submitted', 409],
  ['duplicate-external-ref', 409],
  ['engagement-not-editable', 409],
  ['catalog-not-allowed', 403],
  ['version-mismatch', 412],
  ['idempotency-key-reused', 422],
  ['idempotency-key-in-use', 409],
] as const)('%s is %i', (code, status) => {
  const stored = { code, detail: 'Why.', reason: 'x' };
  expect(toProblem(stored)).toEqual({
    type: `/problems/${code}`,
    title: problemCatalogue[code].title,
    status,
    detail: 'Why.',
    retry: problemCatalogue[code].retry,
    reason: 'x',
  });
});
