import { expect } from '@jest/globals';
import request from 'supertest';
import { waitUntil } from '../support/settled.js';
import { marksInProblem, put, unnamed } from './marked-by-ref.js';
import { at, idOf, post } from './marked-calls.js';
import { MARK, markedEngagement } from './marked-engagement.js';
import type { MarkedScene } from './marked-scene.js';

/** PostgreSQL's own errors quote rows and values. */
export async function sendToAFailingDatabase(scene: MarkedScene): Promise<void> {
  const { database } = scene;
  const refusals = [
    // Its detail: Failing row contains (…).
    `ALTER TABLE engagements ADD CONSTRAINT refusing CHECK (version = -1) NOT VALID`,
    ...[
      `RAISE EXCEPTION 'no % %', NEW.title, NEW.contexts USING DETAIL = NEW.contexts, HINT = NEW.title`,
      // Their messages: invalid input syntax for type … "…".
      `PERFORM NEW.title::uuid`,
      `PERFORM NEW.title::json`,
      `PERFORM NEW.title::timestamptz`,
    ].map((statement) => refusingTrigger(statement)),
  ];
  const id = idOf(await post(scene, markedEngagement()).expect(201));
  const ref = `${MARK}-put-refused`;
  await put(scene, ref, unnamed()).expect(201);
  for (const refusal of refusals) {
    await database.query(refusal);
    const answers = [
      await post(scene, markedEngagement()),
      await post(scene, markedEngagement(), '?submit=true').set('idempotency-key', crypto.randomUUID()),
      await request(scene.url)
        .patch(`/engagements/${id}`)
        .send({ title: `${MARK} refused` }),
      await request(scene.url).post(`/engagements/${id}/submit`),
      await put(scene, `${MARK}-new`, unnamed()),
      await put(scene, ref, unnamed({ title: `${MARK} replaced` }), '?submit=true'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(500);
      expect(marksInProblem(answer)).toEqual([]);
    }
    await request(scene.url)
      .post('/engagements/import')
      .set('content-type', 'application/x-ndjson')
      .send(JSON.stringify(markedEngagement()));
    await database.query(
      'ALTER TABLE engagements DROP CONSTRAINT IF EXISTS refusing; DROP TRIGGER IF EXISTS refusing ON engagements',
    );
  }
  // The worker's outcome of a call that AWS has accepted.
  await database.query(
    refusingTrigger(`RAISE EXCEPTION 'no % %', NEW.title, NEW.contexts`, "NEW.status = 'submitted'"),
  );
  await post(scene, markedEngagement(), '?submit=true').expect(502);
  await database.query('DROP TRIGGER refusing ON engagements');
}

function refusingTrigger(statement: string, when = 'true'): string {
  return `
    CREATE OR REPLACE FUNCTION refusing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${statement}; RETURN NEW; END $$;
    CREATE TRIGGER refusing BEFORE INSERT OR UPDATE ON engagements FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION refusing()`;
}

/** Statements that are under way when their connection goes. */
export async function sendWhileConnectionsAreKilled(scene: MarkedScene): Promise<void> {
  const id = idOf(await post(scene, markedEngagement()).expect(201));
  const calls = [
    () => post(scene, markedEngagement()),
    () => post(scene, markedEngagement(), '?submit=true').set('idempotency-key', crypto.randomUUID()),
    () =>
      request(scene.url)
        .patch(`/engagements/${id}`)
        .send({ title: `${MARK} killed` }),
    () => request(scene.url).delete(`/engagements/${id}`),
    () => at(scene, `?q=${MARK}`),
    () => put(scene, `${MARK}-put-killed`, unnamed(), '?submit=true'),
    () => at(scene, `/by-ref/${MARK}-put-killed`),
  ];
  for (const call of calls) {
    const holder = await scene.connect();
    await holder.query('BEGIN; LOCK TABLE engagements IN ACCESS EXCLUSIVE MODE');
    const answered = call().then((answer) => answer);
    await waitUntil(async () => {
      await scene.lookAtStatements();
      const { rows } = await scene.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'engagement'`,
      );
      return rows.length > 0;
    });
    await holder.query('COMMIT');
    await holder.end();
    const answer = await answered;
    expect([503, 500, 204, 200, 201, 404]).toContain(answer.status);
    if (answer.status >= 400) {
      expect(marksInProblem(answer)).toEqual([]);
    }
  }
}
