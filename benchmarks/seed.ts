import { RULES_NUMBER } from '../src/engagements/kept-readiness.js';
import { completeBody } from './bodies.js';
import { BENCH_CALLER } from './contestants/contestant.js';
import { withClient } from './database.js';

/**
 * Empties a database and fills it with some drafts, so that each run finds the same rows, and nothing left to do of the
 * run before.
 * @returns the drafts' ids
 */
export function seed(databaseUrl: string, count: number): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    // The history refuses to be emptied by its trigger; triggers do not fire in a replica.
    await client.query('SET session_replication_role = replica');
    await client.query(
      'TRUNCATE engagements, submissions, engagement_events, idempotency_keys, submission_batches, submission_batch_rows',
    );
    const { title, description, contexts } = completeBody('Draft');
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO engagements (catalog, created_by, title, description, contexts, company_names, client_token,
         readiness_rules, first_target_date)
       SELECT 'Sandbox', $6, $1::text || number, $2, $3::json, 'Acme',
         gen_random_uuid(), $4::int, '2099-06-30'
       FROM generate_series(1, $5::int) AS number
       RETURNING id`,
      [title, description, JSON.stringify(contexts), RULES_NUMBER, count, BENCH_CALLER],
    );
    await client.query('VACUUM ANALYZE engagements');
    await client.query('CHECKPOINT');
    return rows.map(({ id }) => id);
  });
}
