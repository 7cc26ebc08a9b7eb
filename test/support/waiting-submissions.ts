import type { Client } from 'pg';
import request from 'supertest';
import { urgencies, type Urgency } from '../../src/submissions/submission-state.js';
import { engagement } from './engagements.factory.js';

/** The title of an engagement whose submission stands model for those of other callers. */
const MODEL = 'Model';

export interface Waiting {
  readonly caller: string;
  readonly count: number;
  /** The first of their numbers; 1 unless given. */
  readonly from?: number;
  readonly urgency?: Urgency;
  /** What they wait for; to be looked up they are unresolved. */
  readonly step?: 'send' | 'look_up';
}

/** Submits an engagement that waits for a worker, of which there must be none. */
export async function submitModel(url: string): Promise<void> {
  await request(url)
    .post('/engagements?submit=true')
    .set('prefer', 'respond-async')
    .send(engagement({ title: MODEL }))
    .expect(202);
}

/** Has a caller's submissions wait, by the hundred at once: copies of the model's. Titles are `<caller> <number>`. */
export async function addWaiting(
  database: Client,
  { caller, count, from = 1, urgency = 'bulk', step = 'send' }: Waiting,
): Promise<void> {
  await database.query(
    `WITH model AS (
       SELECT engagement.*, request
       FROM engagements engagement JOIN submissions ON engagement_id = engagement.id WHERE title = $1
     ), added AS (
       INSERT INTO engagements (catalog, created_by, status, title, description, contexts, company_names, client_token)
       SELECT catalog, $2::text, $3::"EngagementStatus", $2 || ' ' || number, description, contexts, company_names,
         gen_random_uuid()
       FROM model, generate_series($7::int, $7::int + $4::int - 1) AS number
       RETURNING id, title, client_token
     )
     INSERT INTO submissions
       (engagement_id, caller, client_token, request, request_sha256, urgency, step, attempts, outcome_unknown)
     SELECT added.id, $2, added.client_token, frozen.body, encode(sha256(convert_to(frozen.body, 'UTF8')), 'hex'),
       $5::int2, $6::"SubmissionStep", ($6 = 'look_up')::int, $6 = 'look_up'
     FROM added, model, LATERAL (
       SELECT replace(replace(request, model.client_token::text, added.client_token::text), $1, added.title) AS body
     ) frozen`,
    [MODEL, caller, step === 'send' ? 'submitting' : 'unresolved', count, urgencies[urgency], step, from],
  );
}

/** The model goes, before there is a worker. */
export async function deleteModel(database: Client): Promise<void> {
  await database.query('DELETE FROM engagements WHERE title = $1', [MODEL]);
}
