import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors/domain-error.js';
import { problemAnswer } from './problem-answer.js';

const request = { url: '/engagements?q=Acme', id: 'trace-42' };

function answerTo(error: DomainError) {
  const { body, ...rest } = problemAnswer(error, request);
  const parsed: unknown = JSON.parse(body);
  return { ...rest, body: parsed };
}

describe('the answer to a refusal', () => {
  it('is a problem with its findings and further members', () => {
    const errors = [{ pointer: '/title', code: 'INVALID_VALUE' as const, message: 'No.' }];
    const members = { currentVersion: 3 };

    expect(answerTo(new DomainError('version-mismatch', 'Why.', { errors, members }))).toEqual({
      status: 412,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      body: {
        type: '/problems/version-mismatch',
        title: 'The engagement has changed since',
        status: 412,
        detail: 'Why.',
        retry: 'fix',
        instance: '/engagements',
        requestId: 'trace-42',
        errors,
        currentVersion: 3,
      },
    });
  });

  it('leads to the engagement that it is about', () => {
    expect(answerTo(new DomainError('already-submitted', 'x', { engagementId: '7' }))).toMatchObject({
      headers: { location: '/engagements/7' },
      body: { engagementId: '7' },
    });
  });

  it('says when to try again', () => {
    expect(answerTo(new DomainError('database-unavailable', 'x')).headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
    });
  });

  it('says when to try again as whoever refuses knows it', () => {
    const error = new DomainError('too-many-requests', 'x', { retryAfterSeconds: 7 });

    expect(answerTo(error).headers).toMatchObject({ 'retry-after': '7' });
  });

  it('tells neither the query, nor the cause', () => {
    const error = new DomainError('internal-error', 'x', { cause: new Error('secret') });

    expect(JSON.stringify(answerTo(error))).not.toMatch(/Acme|secret/);
  });
});
