import type { ShownEngagement } from '../../engagements/engagement.record.js';
import { type ExpectedVersions, requireVersion } from '../../engagements/expected-versions.js';
import { DomainError } from '../../errors/domain-error.js';
import { isUnchanged, readIfMatch } from '../../http/etag.js';

/** On which conditions an engagement may be put (RFC 9110 section 13.1). */
export class PutConditions {
  private readonly expected: ExpectedVersions;

  /** @throws DomainError `invalid-request` where a header can't be read */
  constructor(
    private readonly ifMatch: string | undefined,
    private readonly ifNoneMatch: string | undefined,
  ) {
    this.expected = readIfMatch(ifMatch);
    isUnchanged(ifNoneMatch, 0);
  }

  /** Whether an engagement that is not there may be made. */
  get allowCreation(): boolean {
    return this.ifMatch === undefined;
  }

  /** @throws DomainError `version-mismatch` */
  requireCreation(): void {
    if (!this.allowCreation) {
      throw new DomainError('version-mismatch', 'There is no engagement with this externalRef.');
    }
  }

  /** @throws DomainError `version-mismatch` */
  require(engagement: ShownEngagement): void {
    requireVersion(this.expected, engagement);
    if (isUnchanged(this.ifNoneMatch, engagement.version)) {
      throw new DomainError('version-mismatch', 'There is an engagement with this externalRef.', {
        engagementId: engagement.id,
        members: { currentVersion: engagement.version },
      });
    }
  }
}
