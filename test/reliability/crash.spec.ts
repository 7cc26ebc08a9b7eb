import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { engagement } from '../support/engagements.factory.js';
import { waitForStatus, waitUntil } from '../support/settled.js';
import {
  attemptsOf,
  CLAIM,
  credentials,
  endWaiting,
  expectSubmittedOnce,
  hangingCredentials,
  holdEvents,
  holdSlots,
  holdSubmissions,
  openSlot,
  play,
  somebodyClaimsIt,
  somebodyWaitsForLock,
  startOtherApi,
} from './crash-scene.js';

// Every scene starts processes.
jest.setTimeout(120_000);

it.concurrent('goes on elsewhere when a worker is killed while it waits for its slot', () =>
  play(async (scene) => {
    await holdSlots(scene);
    const id = await scene.submit();
    const worker = scene.startWorker();
    await somebodyClaimsIt(scene);
    worker.process.kill('SIGKILL');
    await scene.database.query('DELETE FROM submission_pace');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    // Nothing can have been sent, and nothing says that it may have been.
    expect((await scene.history(id)).map(({ type }) => type)).not.toContain('attempt-lost');
  }),
);

it.concurrent('goes on elsewhere when a worker is killed after it began and before the call', () =>
  play(async (scene) => {
    const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-credentials-'));
    const id = await scene.submit();
    const worker = scene.startWorker(await hangingCredentials(directory));
    await waitUntil(async () => {
      const { rows } = await scene.database.query('SELECT attempt_open FROM submissions');
      return rows[0]?.attempt_open === true;
    });
    expect(scene.api.simulator.ledger().calls.total).toBe(0);
    worker.process.kill('SIGKILL');
    await rm(directory, { recursive: true });
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect((await scene.history(id)).map(({ type }) => type)).toContain('attempt-lost');
  }),
);

it.concurrent('goes on elsewhere when a worker is killed in the call', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'hang', times: 1 });
    const id = await scene.submit();
    const worker = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    worker.process.kill('SIGKILL');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
  }),
);

it.concurrent('finds the same engagement when a worker is killed before it has written the outcome', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const id = await scene.submit();
    const worker = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    const release = await holdSubmissions(scene);
    await somebodyWaitsForLock(scene, 'FOR UPDATE OF engagement');
    expect(scene.api.simulator.ledger().engagements).toHaveLength(1);
    worker.process.kill('SIGKILL');
    await worker.ended;
    // Else Postgres would do for the dead what he has asked for.
    await endWaiting(scene);
    await release();
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect(scene.api.simulator.ledger().engagements[0]?.calls).toBe(2);
  }),
);

it.concurrent('takes no outcome from a worker that was paused beyond its lease', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const id = await scene.submit();
    const paused = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    paused.process.kill('SIGSTOP');
    scene.startWorker();
    await expectSubmittedOnce(scene, id);
    const before = await scene.history(id);

    paused.process.kill('SIGCONT');
    await paused.printed('"recorded":false');

    expect(await scene.history(id)).toEqual(before);
    await expectSubmittedOnce(scene, id);
  }),
);

it.concurrent('sends nothing from a worker that was paused between its beginning and the call', () =>
  play(async (scene) => {
    const id = await scene.submit();
    await openSlot(scene);
    const release = await holdEvents(scene);
    const paused = scene.startWorker();
    await somebodyWaitsForLock(scene, CLAIM);
    paused.process.kill('SIGSTOP');
    // Its attempt begins without it.
    await release();
    scene.startWorker();
    await expectSubmittedOnce(scene, id);
    const before = await scene.history(id);
    expect(before.map(({ type }) => type)).toContain('attempt-lost');

    paused.process.kill('SIGCONT');
    await paused.printed('"recorded":false');

    expect(scene.api.simulator.ledger().calls.total).toBe(1);
    expect(await scene.history(id)).toEqual(before);
  }),
);

it.concurrent('finishes the call in flight and takes no other when it is told to stop', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 1000, times: 1 });
    const first = await scene.submit();
    const worker = scene.startWorker();
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    worker.process.kill('SIGTERM');
    await worker.ended;
    const second = await scene.submit();

    await waitForStatus(scene.api.database.url, first, 'submitted');
    const { body } = await request(scene.api.url).get(`/engagements/${second}`).expect(200);
    expect(body.status).toBe('submitting');
    expect(scene.api.simulator.ledger().calls.total).toBe(1);
  }),
);

it.concurrent('gives its turn back when it is told to stop before it has sent anything', () =>
  play(async (scene) => {
    await holdSlots(scene);
    const id = await scene.submit();
    const worker = scene.startWorker();
    await somebodyClaimsIt(scene);
    worker.process.kill('SIGTERM');
    await worker.ended;
    await scene.database.query('DELETE FROM submission_pace');
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect(await attemptsOf(scene, id)).toBe(1);
  }),
);

it.concurrent('cuts a call off that would outlast its stop, and another worker settles it', () =>
  play(async (scene) => {
    scene.api.simulator.addFault({ kind: 'hang', times: 1 });
    const id = await scene.submit();
    const worker = scene.startWorker({ ...credentials, PARTNER_CENTRAL_TIMEOUT_MS: '300000' });
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    worker.process.kill('SIGTERM');
    await worker.ended;
    scene.startWorker();

    await expectSubmittedOnce(scene, id);
    expect(await attemptsOf(scene, id)).toBe(2);
  }),
);

it.concurrent('loses nothing when the API is killed while a caller waits', () =>
  play(async (scene) => {
    const key = randomUUID();
    const { other, url } = await startOtherApi(scene);
    scene.api.simulator.addFault({ kind: 'hang', times: 1 });
    const ask = (to: string) =>
      request(to).post('/engagements?submit=true').set('idempotency-key', key).send(engagement());
    const unanswered = ask(url).then(
      () => 'answered',
      () => 'lost',
    );
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    other.process.kill('SIGKILL');
    expect(await unanswered).toBe('lost');
    await other.ended;
    scene.startWorker();

    const { body } = await ask(scene.api.url).set('prefer', 'wait=30').expect(201);
    await expectSubmittedOnce(scene, String(body.id));
  }),
);

it.concurrent('sends no more by itself what took its process down again and again', () =>
  play(async (scene) => {
    const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-credentials-'));
    const id = await scene.submit();
    for (let lost = 1; lost <= 3; lost += 1) {
      await mkdir(join(directory, String(lost)));
      const worker = scene.startWorker(await hangingCredentials(join(directory, String(lost))));
      await waitUntil(async () => {
        const { rows } = await scene.database.query('SELECT attempts, attempt_open FROM submissions');
        return rows[0]?.attempts === lost && rows[0]?.attempt_open === true;
      });
      worker.process.kill('SIGKILL');
    }
    await rm(directory, { recursive: true });
    scene.startWorker();

    await waitForStatus(scene.api.database.url, id, 'unresolved');
    const { body } = await request(scene.api.url).get(`/engagements/${id}`).expect(200);
    expect(body.submission).toMatchObject({
      attempts: 3,
      lastError: { type: '/problems/partner-central-timeout' },
    });
    expect(scene.api.simulator.ledger().calls.total).toBe(0);
    // It is left to an operator.
    await request(scene.api.url).post(`/engagements/${id}/submit`).expect(200);
    await expectSubmittedOnce(scene, id);
  }),
);

it.concurrent('keeps no caller waiting when the API is told to stop', () =>
  play(async (scene) => {
    const { other, url } = await startOtherApi(scene);
    scene.api.simulator.addFault({ kind: 'delay', delayMs: 3000, times: 1 });
    const waiting = request(url)
      .post('/engagements?submit=true')
      .set('prefer', 'wait=30')
      .send(engagement())
      .then((answer) => answer);
    await waitUntil(() => scene.api.simulator.ledger().calls.total === 1);
    other.process.kill('SIGTERM');

    const { status, headers } = await waiting;
    expect(status).toBe(202);
    await other.ended;
    await expectSubmittedOnce(scene, String(headers['location']).replace('/engagements/', ''));
  }),
);
