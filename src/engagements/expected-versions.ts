import { DomainError } from '../errors/domain-error.js';

/** The versions of an engagement that a caller acts on, any of them; undefined: whatever it is. */
export type ExpectedVersions = readonly number[] | undefined;

/**
 * Holds back what was meant for another version than the present one.
 * @throws DomainError `version-mismatch`
 */
export function requireVersion(
  expected: ExpectedVersions,
  { id, version }: { readonly id: string; readonly version: number },
): void {
  if (expected?.includes(version) === false) {
    throw new DomainError('version-mismatch', `The engagement is at version ${version} now.`, {
      members: { currentVersion: version },
      engagementId: id,
    });
  }
}
