import { describe, expect, it } from '@jest/globals';
import {
  answerToRepeat,
  finalAnswerToRepeat,
  readStoredAnswer,
  writeStoredAnswer,
} from './idempotency-keys.js';

const body = '{"z":1,"a":null}';
const headers = { location: '/engagements/1', etag: '"1"', 'retry-after': '5' };
const answer = Object.freeze({ status: 202, headers: Object.freeze(headers), body });

describe('an answer to a repeat', () => {
  it('is what it was, marked as replayed', () => {
    expect(answerToRepeat(answer)).toEqual({
      status: 202,
      headers: { ...headers, 'idempotency-replayed': 'true' },
      body,
    });
    expect(answerToRepeat(answer).body).toBe(body);
  });

  it('says when to come back while the work is open', () => {
    expect(answerToRepeat(answer).headers).toHaveProperty('retry-after', '5');
  });
});

describe('a final answer to a repeat', () => {
  it.each([200, 201, 403, 404, 409, 422, 429])('says nothing of coming back: %i', (status) => {
    expect(finalAnswerToRepeat({ ...answer, status })).toEqual({
      status,
      headers: { location: '/engagements/1', etag: '"1"', 'idempotency-replayed': 'true' },
      body,
    });
  });

  it('is the same however often it is given', () => {
    const once = finalAnswerToRepeat(answer);

    expect(finalAnswerToRepeat(once)).toEqual(once);
    expect(answer.headers).toHaveProperty('retry-after', '5');
  });
});

describe('a stored answer', () => {
  it('comes back as it went, to the byte', () => {
    const body = '{ "z":1,\n"a": {"y":[null,"x",{}],"b":"ä😀"}}';
    const answer = { status: 201, headers: { location: '/engagements/1', etag: '"1"' }, body };

    expect(readStoredAnswer(writeStoredAnswer(answer))).toEqual(answer);
  });

  it.each([
    '{}',
    '[]',
    '7',
    '{"status":"201","headers":{},"body":1}',
    '{"status":201,"headers":"x","body":1}',
    '{"body":1,"status":201,"headers":{}}',
  ])('can’t be read of %s', (text) => {
    expect(() => readStoredAnswer(text)).toThrow(TypeError);
  });
});
