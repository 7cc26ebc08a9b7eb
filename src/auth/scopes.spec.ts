import { expect, it } from '@jest/globals';
import { heldScopes, scopes } from './scopes.js';

it('holds what was given, and nothing that is unknown', () => {
  expect([...heldScopes(['engagements:write', 'openid', '', 'engagements:WRITE'])]).toEqual([
    'engagements:write',
  ]);
});

it('has an administrator read, and do nothing else that was not given', () => {
  expect(heldScopes(['engagements:admin'])).toEqual(new Set(['engagements:admin', 'engagements:read']));
  expect(heldScopes(scopes.filter((scope) => scope !== 'engagements:admin')).has('engagements:admin')).toBe(
    false,
  );
});

it.each(scopes)('has no other scope follow from %s unsaid', (scope) => {
  const held = heldScopes([scope]);
  expect(held.size).toBe(scope === 'engagements:admin' ? 2 : 1);
});
