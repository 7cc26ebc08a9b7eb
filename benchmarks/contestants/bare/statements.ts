import { randomUUID } from 'node:crypto';
import { companyNamesOf, type EngagementRow } from './engagement-row.js';

/** The statements as one writes them with pg: without names, so that PostgreSQL parses and plans each anew. */

const columns =
  'id, catalog, external_ref, created_by, created_at, updated_at, status, version, title, description, contexts, ' +
  'company_names, client_token';
const insert = `INSERT INTO engagements (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

function insertValues(row: EngagementRow): unknown[] {
  return [
    row.id,
    row.catalog,
    row.external_ref,
    row.created_by,
    row.created_at,
    row.updated_at,
    row.status,
    row.version,
    row.title,
    row.description,
    JSON.stringify(row.contexts),
    companyNamesOf(row),
    randomUUID(),
  ];
}

export const insertEngagement = (row: EngagementRow) => ({
  text: insert,
  values: insertValues(row),
});

export const insertWithKey = (row: EngagementRow, key: string, fingerprint: string, answer: string) => ({
  text:
    `WITH saved AS (${insert}) ` +
    'INSERT INTO idempotency_keys (created_by, key, fingerprint, engagement_id, created_at, answer) ' +
    'VALUES ($4, $14, $15, $1, $5, $16)',
  values: [...insertValues(row), key, fingerprint, answer],
});

export const selectKey = (createdBy: string, key: string) => ({
  text: 'SELECT fingerprint, answer FROM idempotency_keys WHERE created_by = $1 AND key = $2',
  values: [createdBy, key],
});

export const selectEngagement = (id: string) => ({
  text: `SELECT ${columns} FROM engagements WHERE id = $1`,
  values: [id],
});

/** @param before the id of the last engagement of the page before */
export const selectPage = (limit: number, before: string | undefined) => ({
  text:
    `SELECT ${columns} FROM engagements ` +
    `${before === undefined ? '' : 'WHERE id < $2 '}ORDER BY id DESC LIMIT $1`,
  values: before === undefined ? [limit] : [limit, before],
});

/** Of the version that was read only. */
export const updateEngagement = (row: EngagementRow) => ({
  text:
    'UPDATE engagements SET catalog = $3, external_ref = $4, title = $5, description = $6, contexts = $7, ' +
    `company_names = $8, version = version + 1 WHERE id = $1 AND version = $2 RETURNING ${columns}`,
  values: [
    row.id,
    row.version,
    row.catalog,
    row.external_ref,
    row.title,
    row.description,
    JSON.stringify(row.contexts),
    companyNamesOf(row),
  ],
});
