import { describe, expect, it } from '@jest/globals';
import { type ExpectedVersions, requireVersion } from './expected-versions.js';

const required = (expected: ExpectedVersions) => () => {
  requireVersion(expected, { id: 'an-id', version: 3 });
};

describe('version 3', () => {
  it.each([[undefined], [[3]], [[1, 3]], [[3, 3, 4]]])('is among %j', (expected) => {
    expect(required(expected)).not.toThrow();
  });

  // No version at all is what an If-Match names that has weak tags only.
  it.each([[[]], [[2]], [[4]], [[1, 2, 30]]])(
    'is not among %j, and the caller is told the present one',
    (expected) => {
      expect(required(expected)).toThrow(
        expect.objectContaining({
          code: 'version-mismatch',
          options: { engagementId: 'an-id', members: { currentVersion: 3 } },
        }),
      );
    },
  );
});
