import { v7 as uuidV7 } from 'uuid';

/** What a caller writes of an engagement, once it is checked. */
export interface Content {
  readonly catalog?: string;
  readonly externalRef?: string;
  readonly title?: string;
  readonly description?: string;
  readonly contexts?: readonly { readonly customer?: { readonly companyName?: string } }[];
}

/** A row of `engagements`, as pg reads it. */
export interface EngagementRow {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly catalog: string;
  readonly external_ref: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly contexts: Content['contexts'];
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A new row with what the database would else fill in. */
export function newRow(content: Content): EngagementRow {
  const now = new Date();
  return {
    id: uuidV7(),
    status: 'draft',
    version: 1,
    ...columnsOf(content),
    created_by: 'anonymous',
    created_at: now,
    updated_at: now,
  };
}

/** The columns that a caller writes. */
export function columnsOf({ catalog = 'Sandbox', externalRef, title, description, contexts = [] }: Content) {
  return {
    catalog,
    external_ref: externalRef ?? null,
    title: title ?? null,
    description: description ?? null,
    contexts,
  };
}

/** What a caller wrote, from its row. */
export function contentOf(row: EngagementRow): Content {
  return {
    catalog: row.catalog,
    contexts: row.contexts,
    ...(row.external_ref === null ? {} : { externalRef: row.external_ref }),
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.description === null ? {} : { description: row.description }),
  };
}

/** The customers' company names, one a line. */
export function companyNamesOf({ contexts = [] }: Pick<EngagementRow, 'contexts'>): string {
  return contexts.map(({ customer }) => customer?.companyName ?? '').join('\n');
}

/** An engagement as the API shows it, but for its readiness. */
export function toAnswer(row: EngagementRow) {
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    ...contentOf(row),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
