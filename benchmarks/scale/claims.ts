import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { type TemporaryPostgres } from '../../local/temporary-postgres.js';
import { claimToSend } from '../../src/submissions/statements/claim-submission.js';
import { createDatabase, withClient } from '../database.js';
import { timeInTurns, type Times } from './measure.js';

/** Times a worker's claim with few submissions that wait, and with many. */
export async function timeClaims(
  server: TemporaryPostgres,
  few: number,
  many: number,
): Promise<readonly [few: Times, many: Times]> {
  const urls = [await waitingDatabase(server, few), await waitingDatabase(server, many)] as const;
  return withClient(urls[0], (one) =>
    withClient(urls[1], (other) => timeInTurns([() => claim(one), () => claim(other)])),
  );
}

async function waitingDatabase(server: TemporaryPostgres, count: number): Promise<string> {
  const url = await createDatabase(server, `waiting_${count}`);
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO engagements (catalog, created_by, status, title, client_token)
       SELECT 'Sandbox', 'anonymous', 'submitting', 'Migration ' || number, gen_random_uuid()
       FROM generate_series(1, $1::int) AS number`,
      [count],
    );
    await client.query(
      `INSERT INTO submissions (engagement_id, client_token, request, request_sha256, urgency)
       SELECT id, client_token, '{}', repeat('0', 64), 10 FROM engagements`,
    );
    await client.query('INSERT INTO submission_pace (id, next_slot) VALUES (1, now())');
    await client.query('VACUUM ANALYZE');
  });
  return url;
}

/** Claims one, begins its attempt, and takes both back, so that as many wait as before. @returns how long the claim took, in ms */
async function claim(client: Client): Promise<number> {
  const { text, values } = claimToSend(
    { holder: randomUUID(), leaseSeconds: 10 },
    { slotSeconds: 0.07, giveUpSeconds: 86_400, mayBegin: true },
  );
  await client.query('BEGIN');
  const started = performance.now();
  const { rows } = await client.query<{ begins: boolean }>({ name: 'claim', text, values: [...values] });
  const milliseconds = performance.now() - started;
  await client.query('ROLLBACK');
  if (rows[0]?.begins !== true) {
    throw new Error('Nothing was claimed');
  }
  return milliseconds;
}
