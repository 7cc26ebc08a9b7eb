import { describe, expect, it } from '@jest/globals';
import { createdEngagement, engagementIn, memberOf } from './raw-answer.js';

it.each([
  ['nanoseconds', '{"ModifiedAt":"2025-12-15T19:58:11.520786314Z"}', '2025-12-15T19:58:11.520786314Z'],
  ['another time zone', '{"ModifiedAt":"2025-12-15T20:58:11+01:00"}', '2025-12-15T20:58:11+01:00'],
  ['seconds since 1970', '{"ModifiedAt":1765828691.52}', '1765828691.52'],
  ['a null', '{"ModifiedAt":null}', undefined],
  ['nothing', '{"Id":"eng-1"}', undefined],
  ['no object', '"2025-12-15T19:58:11Z"', undefined],
])('keeps the time of change as AWS wrote it: %s', (_, body, expected) => {
  expect(createdEngagement('eng-1', 'arn:1', JSON.parse(body)).modifiedAt).toBe(expected);
});

it('finds own members only', () => {
  expect(memberOf({ Id: 'eng-1' }, 'Id')).toBe('eng-1');
  expect([memberOf({}, 'constructor'), memberOf(null, 'Id'), memberOf('Id', 'length')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

describe('an answer to CreateEngagement', () => {
  const created = { Id: 'eng-1', Arn: 'arn:1' };

  it.each([
    ['nothing beside', created, {}],
    ['a time', { ...created, ModifiedAt: '2025-12-15T19:58:11Z' }, { modifiedAt: '2025-12-15T19:58:11Z' }],
    [
      'a time without a zone',
      { ...created, ModifiedAt: '2025-12-15T19:58:11' },
      { modifiedAt: '2025-12-15T19:58:11' },
    ],
    ['seconds since 1970', { ...created, ModifiedAt: 1765828691.5 }, { modifiedAt: '1765828691.5' }],
    ['a time that is none', { ...created, ModifiedAt: {} }, {}],
  ])('names the engagement that was created: with %s', (_, output, more) => {
    expect(engagementIn({ status: 200, body: JSON.stringify(output) })).toEqual({
      id: 'eng-1',
      arn: 'arn:1',
      ...more,
    });
  });

  it.each([
    ['no Arn', 200, '{"Id":"eng-1"}'],
    ['no Id', 200, '{"Arn":"arn:1"}'],
    ['an Id that is no text', 200, '{"Id":1,"Arn":"arn:1"}'],
    ['an empty Arn', 200, '{"Id":"eng-1","Arn":""}'],
    ['no JSON', 200, '{"Id":"eng-1","Arn":"arn:1"'],
    ['no object', 200, 'null'],
    ['nothing', 200, ''],
    ['another status', 400, JSON.stringify(created)],
    ['no answer', undefined, ''],
  ])('names none where it has %s', (_, status, body) => {
    expect(engagementIn({ body, ...(status === undefined ? {} : { status }) })).toBeUndefined();
  });
});
