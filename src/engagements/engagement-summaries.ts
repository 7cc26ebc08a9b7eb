import { Injectable } from '@nestjs/common';
import type { Reach } from '../auth/reach.js';
import { PrismaService } from '../database/prisma.service.js';
import { summarizeEngagements, type SummaryRow } from './statements/summarize-engagements.js';

/** From here on counting is slow: what it found is given again for a while, ten times as long as it took. */
const SLOW_MS = 100;
const KEPT_FOR = 10;

/** How many of whom, in which status. */
export interface EngagementSummary extends SummaryRow {
  /** When that was so. */
  readonly at: Date;
}

/** Counts engagements. Whoever has hundreds of thousands can't keep the database busy by asking again and again. */
@Injectable()
export class EngagementSummaries {
  private readonly slow = new Map<string | undefined, Promise<EngagementSummary>>();

  constructor(private readonly prisma: PrismaService) {}

  async of(reach: Reach): Promise<EngagementSummary> {
    const kept = this.slow.get(reach.owner);
    if (kept !== undefined) {
      return kept;
    }
    const startedAt = performance.now();
    const counting = this.count(reach);
    // Whoever asks while a slow count is under way waits for it, rather than count beside it.
    const slow = setTimeout(() => {
      this.slow.set(reach.owner, counting);
    }, SLOW_MS);
    try {
      return await counting;
    } catch (error) {
      this.slow.delete(reach.owner);
      throw error;
    } finally {
      clearTimeout(slow);
      this.forgetLater(reach.owner, (performance.now() - startedAt) * KEPT_FOR);
    }
  }

  private forgetLater(owner: string | undefined, inMs: number): void {
    if (this.slow.has(owner)) {
      setTimeout(() => this.slow.delete(owner), inMs).unref();
    }
  }

  private async count(reach: Reach): Promise<EngagementSummary> {
    const at = new Date();
    const [row] = await this.prisma.runPlanned<SummaryRow>(summarizeEngagements(reach));
    return { counts: null, oldest_open: null, errors: null, ...row, at };
  }
}
