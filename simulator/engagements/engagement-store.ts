import { canonicalJson, isJsonObject, type JsonObject } from '../wire/json.js';
import { engagementArn, type Engagement, NanosecondClock, newEngagementId } from './engagement.js';
import { type StateFile } from './state-file.js';

/** An engagement and how often its token was asked for. */
export interface LedgerEntry extends Engagement {
  readonly calls: number;
}

/** What comes of a CreateEngagement call: an engagement, or a token that already stands for another body. */
export type Creation = { readonly engagement: Engagement } | { readonly conflict: true };

/** A valid CreateEngagement body's members that the store itself looks at. */
export interface NewEngagement {
  readonly catalog: string;
  readonly clientToken: string;
  readonly request: JsonObject;
}

interface Kept {
  readonly engagement: Engagement;
  readonly canonicalRequest: string;
  calls: number;
}

/**
 * The engagements created so far, each exactly once for its ClientToken. Every method runs to its end without
 * waiting, so calls with the same token can never overtake one another; the file is written before anything is
 * returned, so whatever was answered is there after a restart.
 */
export class EngagementStore {
  // Maps keep the order of insertion, which is the order of creation.
  private readonly byId = new Map<string, Kept>();
  private readonly byToken = new Map<string, Kept>();
  private readonly clock = new NanosecondClock();

  /** @param file where to keep everything; missing, it lasts as long as the store. */
  constructor(private readonly file?: StateFile) {
    file?.load().forEach((record, index) => {
      if (!this.restore(record)) {
        file.refuse(index + 1);
      }
    });
  }

  /** Creates an engagement, or finds the one that the same token and the same body created before. */
  create({ catalog, clientToken, request }: NewEngagement): Creation {
    const canonicalRequest = canonicalJson(request);
    const earlier = this.byToken.get(clientToken);
    if (earlier !== undefined) {
      return earlier.canonicalRequest === canonicalRequest ? this.repeat(earlier) : { conflict: true };
    }
    const id = this.freeId();
    const arn = engagementArn(catalog, id);
    const engagement = { id, arn, catalog, clientToken, request, modifiedAt: this.clock.now() };
    this.file?.append({ engagement });
    this.keep({ engagement, canonicalRequest, calls: 1 });
    return { engagement };
  }

  /** Whether an engagement was created with this ClientToken. */
  has(clientToken: string): boolean {
    return this.byToken.has(clientToken);
  }

  /** The engagement of this id or Arn within a catalog. */
  find(catalog: string, identifier: string): Engagement | undefined {
    const engagement = this.byId.get(identifier.slice(identifier.lastIndexOf('/') + 1))?.engagement;
    const named = engagement?.id === identifier || engagement?.arn === identifier;
    return named && engagement.catalog === catalog ? engagement : undefined;
  }

  /** A catalog's engagements in the order of their creation. */
  findAll(catalog: string): Engagement[] {
    return [...this.byId.values()]
      .map(({ engagement }) => engagement)
      .filter((one) => one.catalog === catalog);
  }

  ledger(): LedgerEntry[] {
    return [...this.byId.values()].map(({ engagement, calls }) => ({ ...engagement, calls }));
  }

  /** Forgets every engagement and token, on disk too. */
  clear(): void {
    this.file?.delete();
    this.byId.clear();
    this.byToken.clear();
  }

  close(): void {
    this.file?.close();
  }

  private repeat(kept: Kept): Creation {
    this.file?.append({ repeatOf: kept.engagement.id });
    kept.calls += 1;
    return { engagement: kept.engagement };
  }

  private keep(kept: Kept): void {
    this.byId.set(kept.engagement.id, kept);
    this.byToken.set(kept.engagement.clientToken, kept);
  }

  private freeId(): string {
    const id = newEngagementId();
    return this.byId.has(id) ? this.freeId() : id;
  }

  private restore(record: unknown): boolean {
    if (!isJsonObject(record)) {
      return false;
    }
    if (isEngagement(record['engagement'])) {
      const engagement = record['engagement'];
      this.keep({ engagement, canonicalRequest: canonicalJson(engagement.request), calls: 1 });
      return true;
    }
    const repeated = typeof record['repeatOf'] === 'string' ? this.byId.get(record['repeatOf']) : undefined;
    if (repeated !== undefined) {
      repeated.calls += 1;
    }
    return repeated !== undefined;
  }
}

function isEngagement(value: unknown): value is Engagement {
  const texts = ['id', 'arn', 'catalog', 'clientToken', 'modifiedAt'];
  return (
    isJsonObject(value) &&
    isJsonObject(value['request']) &&
    texts.every((name) => typeof value[name] === 'string')
  );
}
