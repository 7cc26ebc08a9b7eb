import { everyonesEngagements } from '../../auth/owned-tables.js';
import { Prisma } from '../../database/generated/client.js';
import type { KeyedImportOutcome } from '../../database/generated/enums.js';
import type { NewEngagement } from '../checked-engagement.js';
import { insertEngagements } from './save-engagements.js';

/** A row of an import that is to be dealt with. */
export interface KeyedRow {
  /** From 1. */
  readonly row: number;
  /** 16 bytes, in hexadecimal digits. */
  readonly fingerprint: string;
  /** Missing where the row is refused for what it holds. */
  readonly engagement?: NewEngagement;
}

/** What became of a row, as the database names it. */
export interface RecordedRow {
  readonly row: number;
  readonly outcome: KeyedImportOutcome;
  readonly engagement_id: string | null;
  readonly ready: boolean | null;
}

/**
 * Saves the next rows of an import with the record of what became of each, all in one. Where somebody else has gone
 * further in it, or it has ended, nothing is done: of those who send the same at once each row is one's.
 * @param recorded how many rows have been dealt with before
 */
export function saveKeyedRows(importId: string, recorded: number, rows: readonly KeyedRow[]): Prisma.Sql {
  const wanted = rows.flatMap(({ engagement }) => engagement ?? []);
  const said = rows.map(({ row, fingerprint, engagement }) => ({
    row,
    fingerprint,
    client_token: engagement?.clientToken,
    ready: engagement?.submitFindings.length === 0,
  }));
  // The import is locked before any engagement: nothing is saved before it is known that it has not gone further.
  return Prisma.sql`
    WITH keyed_import AS (
      UPDATE keyed_imports SET recorded = recorded + ${rows.length}::int
      WHERE id = ${importId}::uuid AND recorded = ${recorded}::int AND complete IS NULL
      RETURNING id
    ), ${insertEngagements(wanted, Prisma.sql`WHERE EXISTS (SELECT 1 FROM keyed_import)`)},
    recorded AS (
      INSERT INTO keyed_import_rows (import_id, row, fingerprint, outcome, engagement_id, ready)
      SELECT keyed_import.id, said.row, decode(said.fingerprint, 'hex'),
        (CASE
          WHEN engagement.id IS NOT NULL THEN 'created'
          WHEN said.client_token IS NOT NULL THEN 'duplicate'
          ELSE 'refused'
        END)::"KeyedImportOutcome",
        engagement.id, CASE WHEN engagement.id IS NOT NULL THEN said.ready END
      FROM keyed_import
        CROSS JOIN json_to_recordset(${JSON.stringify(said)}::json)
          AS said (row int, fingerprint text, client_token uuid, ready boolean)
        LEFT JOIN engagement ON engagement.client_token = said.client_token
      RETURNING row, outcome, engagement_id, ready
    )
    SELECT row, outcome::text AS outcome, engagement_id, ready FROM recorded ORDER BY row`;
}

/**
 * Keeps, for rows of an import whose external reference is taken, the engagement that has it. By a statement after the
 * one that saves: that one does not see what has committed since it began.
 */
export function keepExisting(importId: string, duplicates: readonly KeyedRow[]): Prisma.Sql {
  const wanted = duplicates.map(({ row, engagement }) => ({
    row,
    created_by: engagement?.createdBy,
    catalog: engagement?.content.catalog,
    external_ref: engagement?.content.externalRef,
  }));
  return Prisma.sql`
    UPDATE keyed_import_rows said SET engagement_id = coalesce(said.engagement_id, existing.id)
    FROM json_to_recordset(${JSON.stringify(wanted)}::json)
      AS wanted (row int, created_by text, catalog "Catalog", external_ref text)
    JOIN ${everyonesEngagements} existing USING (created_by, catalog, external_ref)
    WHERE said.import_id = ${importId}::uuid AND said.row = wanted.row AND said.outcome = 'duplicate'
    RETURNING said.row, said.engagement_id`;
}
