import { expect, it } from '@jest/globals';
import { createdEngagement, memberOf } from './raw-answer.js';

it.each([
  ['nanoseconds', '{"ModifiedAt":"2025-12-15T19:58:11.520786314Z"}', '2025-12-15T19:58:11.520786314Z'],
  ['another time zone', '{"ModifiedAt":"2025-12-15T20:58:11+01:00"}', '2025-12-15T20:58:11+01:00'],
  ['seconds since 1970', '{"ModifiedAt":1765828691.52}', '1765828691.52'],
  ['a null', '{"ModifiedAt":null}', undefined],
  ['nothing', '{"Id":"eng-1"}', undefined],
  ['no object', '"2025-12-15T19:58:11Z"', undefined],
])('keeps the time of change as AWS wrote it: %s', (_, body, expected) => {
  expect(createdEngagement('eng-1', 'arn:1', body).modifiedAt).toBe(expected);
});

it('finds own members only', () => {
  expect(memberOf({ Id: 'eng-1' }, 'Id')).toBe('eng-1');
  expect([memberOf({}, 'constructor'), memberOf(null, 'Id'), memberOf('Id', 'length')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
