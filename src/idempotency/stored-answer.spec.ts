import { expect, it } from '@jest/globals';
import { readStoredAnswer, writeStoredAnswer } from './stored-answer.js';

it('comes back as it went, the order of its members too', () => {
  const body = { z: 1, a: { y: [null, 'x', {}], b: 'ä😀' } };
  const answer = { status: 201, headers: { location: '/engagements/1', etag: '"1"' }, body };

  expect(readStoredAnswer(writeStoredAnswer(answer))).toEqual(answer);
  expect(JSON.stringify(readStoredAnswer(writeStoredAnswer(answer)).body)).toBe(JSON.stringify(body));
});

it.each(['{}', '[]', '{"status":"201","headers":{}}', '{"status":201,"headers":"x"}', '7'])(
  'can’t be read of %s',
  (text) => {
    expect(() => readStoredAnswer(text)).toThrow(TypeError);
  },
);
