import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors/domain-error.js';
import { problemAnswer } from './problem-answer.js';

const request = { url: '/engagements?q=Acme', id: 'trace-42' };

describe('the answer to a refusal', () => {
  it('is a problem with its findings and further members', () => {
    const errors = [{ pointer: '/title', code: 'INVALID_VALUE' as const, message: 'No.' }];
    const members = { currentVersion: 3 };

    expect(problemAnswer(new DomainError('version-mismatch', 'Why.', { errors, members }), request)).toEqual({
      status: 412,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      body: {
        type: '/problems/version-mismatch',
        title: 'The engagement has changed since',
        status: 412,
        detail: 'Why.',
        instance: '/engagements',
        requestId: 'trace-42',
        errors,
        currentVersion: 3,
      },
    });
  });

  it('leads to the engagement that it is about', () => {
    expect(
      problemAnswer(new DomainError('already-submitted', 'x', { engagementId: '7' }), request),
    ).toMatchObject({
      headers: { location: '/engagements/7' },
      body: { engagementId: '7' },
    });
  });

  it('says when to try again', () => {
    expect(problemAnswer(new DomainError('database-unavailable', 'x'), request).headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
    });
  });

  it('tells neither the query, nor the cause', () => {
    const error = new DomainError('internal-error', 'x', { cause: new Error('secret') });

    expect(JSON.stringify(problemAnswer(error, request))).not.toMatch(/Acme|secret/);
  });
});
