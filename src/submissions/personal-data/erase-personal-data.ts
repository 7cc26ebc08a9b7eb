import { Injectable } from '@nestjs/common';
import { Reach } from '../../auth/reach.js';
import { PrismaService } from '../../database/prisma.service.js';
import { inTransaction } from '../../database/transaction.js';
import type { EngagementRecord } from '../../engagements/engagement.record.js';
import { type ChangeOptions, EngagementsService } from '../../engagements/engagements.service.js';
import { type ExpectedVersions, requireVersion } from '../../engagements/expected-versions.js';
import { whileOpen } from '../../engagements/status.js';
import { DomainError } from '../../errors/domain-error.js';
import { eraseEngagements } from './erase-engagements.js';

/** `DELETE /engagements/{id}/personal-data`: erases at once what a caller wrote of an engagement that AWS has. */
@Injectable()
export class ErasePersonalData {
  constructor(
    private readonly prisma: PrismaService,
    private readonly engagements: EngagementsService,
  ) {}

  /**
   * Of one that is erased already nothing is done, whatever its version: it may be the same call again.
   * @throws DomainError `engagement-not-found`, `engagement-not-submitted`, `version-mismatch`
   */
  async run(id: string, { caller, expected }: ChangeOptions): Promise<void> {
    const reach = Reach.of(caller);
    // Before the keys of somebody else's are locked.
    await this.engagements.show(id, reach);
    await inTransaction(this.prisma, async (transaction) => {
      const engagement = await this.engagements.lockToForget(transaction, id, reach);
      if (engagement.personalDataErasedAt === undefined) {
        requireErasable(engagement, expected);
        await transaction.$queryRaw(eraseEngagements([id], caller.id));
      }
    });
  }
}

function requireErasable(engagement: EngagementRecord, expected: ExpectedVersions): void {
  const { id, status } = engagement;
  if (status !== 'submitted') {
    throw new DomainError('engagement-not-submitted', `The engagement is ${status}.`, {
      engagementId: id,
      ...whileOpen(status),
    });
  }
  requireVersion(expected, engagement);
}
