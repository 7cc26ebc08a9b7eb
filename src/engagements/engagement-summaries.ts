import { Injectable } from '@nestjs/common';
import type { Reach } from '../auth/reach.js';
import { PrismaService } from '../database/prisma.service.js';
import { ReadingShares } from './reading-shares.js';
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
  /** Those that are being counted, and slow ones for a while. */
  private readonly kept = new Map<string | undefined, Promise<EngagementSummary>>();

  constructor(
    private readonly prisma: PrismaService,
    private readonly shares: ReadingShares,
  ) {}

  /** Whoever asks while it is being counted waits for that, rather than count beside it: its time is told. */
  of(reach: Reach): Promise<EngagementSummary> {
    const { owner } = reach;
    const kept = this.kept.get(owner) ?? this.count(reach);
    this.kept.set(owner, kept);
    return kept;
  }

  private async count(reach: Reach): Promise<EngagementSummary> {
    const startedAt = performance.now();
    let keptForMs = 0;
    try {
      const at = new Date();
      const statement = summarizeEngagements(reach);
      const [row] = await this.shares.read(reach, () => this.prisma.runPlanned<SummaryRow>(statement));
      const tookMs = performance.now() - startedAt;
      keptForMs = tookMs < SLOW_MS ? 0 : tookMs * KEPT_FOR;
      return { counts: null, oldest_open: null, errors: null, ...row, at };
    } finally {
      this.forget(reach.owner, keptForMs);
    }
  }

  private forget(owner: string | undefined, inMs: number): void {
    if (inMs === 0) {
      this.kept.delete(owner);
    } else {
      setTimeout(() => this.kept.delete(owner), inMs).unref();
    }
  }
}
