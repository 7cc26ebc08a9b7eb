/** An engagement in Partner Central. */
export interface LedgerEntry {
  readonly arn: string;
  readonly clientToken: string;
  readonly title: string;
  /** Of which contents it has something (`variants.ts`). */
  readonly variants: readonly string[];
  /** How often its token was asked for and the work done. */
  readonly calls: number;
}

export interface StoredSubmission {
  readonly clientToken: string;
  readonly attempts: number;
  readonly settled: boolean;
  /** Settled without being submitted: AWS does not have it and never will. */
  readonly refused: boolean;
}

export interface StoredEvent {
  readonly type: string;
  readonly details: unknown;
}

/** An engagement in the database. */
export interface StoredEngagement {
  readonly id: string;
  readonly title: string;
  readonly externalRef?: string;
  readonly variants: readonly string[];
  readonly status: string;
  readonly arn?: string;
  readonly submissions: readonly StoredSubmission[];
  /** Oldest first. */
  readonly events: readonly StoredEvent[];
}

/** One answer to a caller. Times are milliseconds since the run began. */
export interface Told {
  readonly request: string;
  readonly api: number;
  readonly sentAt: number;
  readonly receivedAt: number;
  /** Of HTTP; 0 where no answer came. */
  readonly status: number;
  /** The type of a problem. */
  readonly problem?: string;
  /** What a problem says is to be done. */
  readonly retry?: string;
  /** In how many places a problem says that the content differs. */
  readonly differs?: number;
  readonly etag?: string;
  /** Of which contents a good answer shows something. */
  readonly variants?: readonly string[];
  readonly engagementId?: string;
  readonly engagementStatus?: string;
  readonly arn?: string;
  /** Marked as the answer to a request that was sent before. */
  readonly replayed: boolean;
  /** The Idempotency-Key of the request. */
  readonly key?: string;
  readonly retryAfterSeconds?: number;
  /** Of an answer under a key: all that has to be the same each time from now on, if it is the end of the work. */
  readonly final?: string;
}

/** What one caller wanted and was told. */
export interface CallerAccount {
  readonly kind: string;
  readonly title: string;
  readonly externalRef?: string;
  /** Whether it got what it wanted before the run's end. */
  readonly finished: boolean;
  /** Whether another app was told anything of its engagement. */
  readonly shownToStranger: boolean;
  readonly told: readonly Told[];
  /** What it put, if it did so by its own id, and how. */
  readonly put?: { readonly variant: string; readonly submit: 'true' | 'ifReady' | 'false' };
}

export interface Books {
  readonly ledger: readonly LedgerEntry[];
  readonly engagements: readonly StoredEngagement[];
  readonly callers: readonly CallerAccount[];
}

export interface Finding {
  readonly kind: 'lost' | 'doubled' | 'contradictory';
  /** The engagement's. */
  readonly title: string;
  readonly what: string;
}

/** One engagement in all three books. */
export interface Matter {
  readonly title: string;
  readonly ledger: readonly LedgerEntry[];
  readonly engagements: readonly StoredEngagement[];
  /** Of those who put by one external reference there are several. */
  readonly callers: readonly CallerAccount[];
}
