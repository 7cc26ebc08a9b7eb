import { describe, expect, it } from '@jest/globals';
import { DomainError } from './domain-error.js';
import { errorCodes } from './error-codes.js';
import { readStoredProblem, storedProblemOf } from './stored-problem.js';

const errors = [{ pointer: '/title', code: 'INVALID_VALUE' as const, message: 'No.' }];

describe('a refusal as it is kept', () => {
  it('has its code and its words', () => {
    expect(storedProblemOf(new DomainError('not-found', 'Nothing there.'))).toEqual({
      code: 'not-found',
      detail: 'Nothing there.',
    });
  });

  it('has all that it says, and not what caused it', () => {
    const error = new DomainError('engagement-not-ready', 'Not ready.', {
      errors,
      engagementId: 'an-id',
      members: { reason: 'x', currentVersion: 3 },
      cause: new Error('secret'),
    });

    expect(storedProblemOf(error)).toEqual({
      code: 'engagement-not-ready',
      detail: 'Not ready.',
      errors,
      engagementId: 'an-id',
      reason: 'x',
      currentVersion: 3,
    });
  });

  it('is what it is, whatever its further members are called', () => {
    const members = { code: 'internal-error', detail: 'x', errors: [], engagementId: 'another' };
    const error = new DomainError('not-found', 'Nothing there.', { errors, engagementId: 'an-id', members });

    expect(storedProblemOf(error)).toEqual({
      code: 'not-found',
      detail: 'Nothing there.',
      errors,
      engagementId: 'an-id',
    });
  });
});

describe('what the database has', () => {
  it.each(errorCodes)('is read with all its members: %s', (code) => {
    const problem = { code, detail: '', errors, reason: 'x' };

    expect(readStoredProblem(JSON.parse(JSON.stringify(problem)))).toEqual(problem);
  });

  it.each([
    [undefined],
    [null],
    ['not-found'],
    [7],
    [[]],
    [{}],
    [{ code: 'not-found' }],
    [{ detail: 'x' }],
    [{ code: 'not-found', detail: null }],
    [{ code: 'not-found', detail: 7 }],
    [{ code: 'a-code-of-tomorrow', detail: 'x' }],
    [{ code: 'toString', detail: 'x' }],
    [{ code: null, detail: 'x' }],
  ])('is no problem: %j', (value) => {
    expect(readStoredProblem(value)).toBeUndefined();
  });
});
