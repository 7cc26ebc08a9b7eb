import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { expect } from '@jest/globals';
import request, { type Response } from 'supertest';
import type { NewFault } from '../../simulator/faults/fault.js';
import { idOf } from './marked-calls.js';
import { MARK, markedEngagement, markedLead, marksIn } from './marked-engagement.js';
import type { MarkedScene } from './marked-scene.js';

const byRef = (ref: string, query = '') => `/engagements/by-ref/${encodeURIComponent(ref)}${query}`;

/** Puts what is marked by an id that is. */
export const put = ({ url }: MarkedScene, ref: string, body: object, query = '') =>
  request(url).put(byRef(ref, query)).send(body);

/** An engagement that says nothing of its own id. */
export const unnamed = (overrides: object = {}) => markedEngagement({ externalRef: undefined, ...overrides });

/** The marks in a problem but for its address, which its caller has written. */
export function marksInProblem({ body: { instance: _instance, ...problem } }: Response): string[] {
  return marksIn(JSON.stringify(problem));
}

/** Callers' own ids in paths, good and bad ones, and what is said of the engagements that have them. */
export async function sendByRef(scene: MarkedScene, refusal: NewFault): Promise<void> {
  await putDrafts(scene);
  await putAndSubmit(scene, refusal);
  await sendOddPaths(scene);
}

async function putDrafts(scene: MarkedScene): Promise<void> {
  const ref = `${MARK}@put.example.com`;
  const draft = unnamed();
  await put(scene, ref, draft).set('idempotency-key', 'put').expect(201);
  await put(scene, ref, draft).set('idempotency-key', 'put').expect(201);
  await put(scene, ref, draft).expect(200);
  const { headers } = await put(scene, ref, unnamed({ contexts: [markedLead()] })).expect(200);
  const refusals = [
    await put(scene, ref, { title: MARK, externalRef: `${MARK}-another` }).expect(400),
    await put(scene, ref, { title: `${MARK}\u202e${MARK}` }, '?submit=true').expect(400),
    await put(scene, ref, { title: `${MARK} and no more` }, '?submit=true').expect(422),
    await put(scene, ref, draft, `?catalog=${MARK}&submit=${MARK}`).expect(400),
    await put(scene, ref, draft).set('if-match', '"1"').expect(412),
    await put(scene, ref, draft).set('if-none-match', '*').expect(412),
    await put(scene, `${ref}-another`, draft).set('idempotency-key', 'put').expect(422),
    await put(scene, MARK.repeat(60), draft).expect(400),
    await put(scene, `${MARK}\u202e${MARK}`, draft).expect(400),
    await request(scene.url)
      .get(byRef(`${ref}-missing`))
      .expect(404),
  ];
  expect(refusals.flatMap(({ body }) => marksIn(String(body.instance)))).toHaveLength(refusals.length);
  expect(refusals.flatMap(marksInProblem)).toEqual([]);
  const look = () => request(scene.url).get(byRef(ref)).set('if-none-match', String(headers['etag']));
  await look().expect(304);
  await look().set('prefer', 'wait=1').expect(304);
}

async function putAndSubmit(scene: MarkedScene, refusal: NewFault): Promise<void> {
  const ref = `${MARK}-put-submitted`;
  scene.simulator.addFault({ ...refusal, operation: 'CreateEngagement' });
  const body = unnamed();
  const submit = (one: object, key: string) =>
    put(scene, ref, one, '?submit=true').set('idempotency-key', key);
  const refused = await submit(body, 'put-refused').expect(422);
  expect(marksInProblem(refused)).toEqual([]);
  await submit(body, 'put-refused').expect(422);
  scene.simulator.clearFaults();
  await submit(body, 'put-again').set('prefer', 'wait=10').expect(200);
  const differs = await submit(unnamed({ title: `${MARK} another` }), 'put-another').expect(409);
  expect(marksInProblem(differs)).toEqual([]);
  const { text } = await request(scene.url)
    .get(`/engagements/${idOf(differs)}/history`)
    .expect(200);
  expect(marksIn(text)).toEqual([]);
}

/** Which are of no route, or of one that lacks the method. */
async function sendOddPaths({ url, port }: MarkedScene): Promise<void> {
  for (const [method, path, status] of [
    ['DELETE', `/engagements/by-ref/${MARK}`, 405],
    ['OPTIONS', `/engagements/by-ref/${MARK}`, 405],
    ['PUT', `/engagements/by-ref/${MARK}/${MARK}`, 404],
    ['PUT', `/engagements/by-ref//${MARK}`, 404],
    ['GET', `/engagements/by-ref/${MARK}/`, 404],
    ['GET', `/engagements/by-ref/${MARK}%ff`, 400],
    ['GET', `/Engagements/By-Ref/${MARK}`, 404],
    ['GET', `//engagements/by-ref/${MARK}`, 404],
    ['GET', `/engagements/by-ref/../by-ref/${MARK}`, 404],
  ] as const) {
    // Not by fetch, which mends paths.
    const sent = httpRequest(url, { method, path, agent: false, headers: { host: `127.0.0.1:${port}` } });
    const [answer] = await once(sent.end(), 'response');
    answer.resume();
    expect([path, answer.statusCode]).toEqual([path, status]);
  }
}
