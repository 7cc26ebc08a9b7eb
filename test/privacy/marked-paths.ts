import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import { expect } from '@jest/globals';
import type { NewFault } from '../../simulator/faults/fault.js';
import request from 'supertest';
import { waitUntil } from '../support/settled.js';
import { sendByRef } from './marked-by-ref.js';
import { at, idOf, post } from './marked-calls.js';
import { sendToAFailingDatabase, sendWhileConnectionsAreKilled } from './marked-database.js';
import {
  MARK,
  markedColumns,
  markedEngagement,
  markedLead,
  marksIn,
  textsOf,
  withText,
} from './marked-engagement.js';
import type { MarkedScene } from './marked-scene.js';

/** Sends what is marked through every path that there is. */
export async function sendEverything(scene: MarkedScene): Promise<void> {
  for (const send of [
    sendDrafts,
    sendWhatIsWrong,
    sendWhatIsNoJson,
    (one: MarkedScene) => sendByRef(one, saying('ValidationException')),
    sendThroughFaults,
    lookUpAndResolve,
    sendImports,
    sendBatches,
    sendToAFailingDatabase,
    sendWhileConnectionsAreKilled,
    hangUp,
    forget,
  ]) {
    await send(scene);
    await scene.lookAtStatements();
  }
}

async function sendDrafts(scene: MarkedScene): Promise<void> {
  const body = markedEngagement();
  const saved = await post(scene, body).set('idempotency-key', 'draft').expect(201);
  await post(scene, body).set('idempotency-key', 'draft').expect(201);
  await post(scene, { ...body, title: `${MARK} another` })
    .set('idempotency-key', 'draft')
    .expect(422);
  await post(scene, body).expect(409);
  const id = idOf(saved);
  for (const patch of [{ title: `${MARK} edited` }, { contexts: [markedLead()] }, { [MARK]: MARK }]) {
    await request(scene.url).patch(`/engagements/${id}`).send(patch);
  }
  await sendJsonPatches(scene, id);
  await at(scene, `/${id}`).expect(200);
  await at(scene, `/${id}/request`).expect(200);
  expect(marksIn((await at(scene, `/${id}/history`).expect(200)).text)).toEqual([]);
  for (const query of [
    `q=${MARK}`,
    `q=${MARK}%25_%5C'"`,
    `q=${MARK}%00`,
    `externalRef=${MARK}`,
    `${MARK}=1`,
    `cursor=${MARK}`,
  ]) {
    await at(scene, `?${query}`);
  }
  await request(scene.url).delete(`/engagements/${id}`).expect(204);
}

/** Those that can be applied, and those that can't. */
async function sendJsonPatches({ url }: MarkedScene, id: string): Promise<void> {
  const change = { op: 'add', path: '/title', value: `${MARK} once more` };
  for (const [operation, status] of [
    [change, 200],
    [{ op: 'test', path: '/title', value: MARK }, 409],
    [{ op: 'test', path: `/${MARK}`, value: MARK }, 409],
    [{ op: 'remove', path: `/${MARK}` }, 400],
    [{ op: MARK, path: MARK, value: MARK }, 400],
    [{ op: 'add', path: '/title', value: { [MARK]: MARK } }, 400],
  ] as const) {
    const { body } = await request(url)
      .patch(`/engagements/${id}`)
      .set('content-type', 'application/json-patch+json')
      .send(JSON.stringify([operation]))
      .expect(status);
    expect(status === 200 ? [] : marksIn(JSON.stringify(body))).toEqual([]);
  }
}

/** Each text, in each way of being wrong that it has. */
async function sendWhatIsWrong(scene: MarkedScene): Promise<void> {
  const body = markedEngagement();
  const places = textsOf(body);
  expect(places.length).toBeGreaterThan(30);
  for (const { place } of places) {
    for (const wrong of [`${MARK}\u202e${MARK}`, MARK.repeat(500), { [MARK]: MARK }]) {
      const answer = await post(scene, withText(body, place, wrong), '?submit=true');
      expect(answer.status).toBe(400);
    }
  }
  // Its finding suggests it without what is wrong with it.
  const customer = { websiteUrl: `https://${MARK}.example.com/x?a&b` };
  await post(scene, { contexts: [{ type: 'lead', customer }] }).expect(400);
  const unknown = Object.fromEntries(Array.from({ length: 50 }, (_, nth) => [`${MARK}${nth}`, MARK]));
  await post(scene, { ...body, ...unknown }).expect(400);
  await post(scene, markedEngagement({ title: undefined }), '?submit=true').expect(422);
}

async function sendWhatIsNoJson({ url }: MarkedScene): Promise<void> {
  const send = (body: string | Buffer, type = 'application/json') =>
    fetch(`${url}/engagements`, { method: 'POST', headers: { 'content-type': type }, body });
  const statuses = await Promise.all([
    send(`{"title":"${MARK}`),
    send(`{"${MARK}":}`),
    send(MARK),
    send(Buffer.concat([Buffer.from(`{"title":"${MARK}`), Buffer.from([0xff]), Buffer.from('"}')])),
    send(JSON.stringify({ title: MARK.repeat(60_000) })),
    send(JSON.stringify(markedEngagement()), 'text/plain'),
    send(JSON.stringify(markedEngagement()), 'text/csv'),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 413, 415, 415]);
}

/** AWS's words, which quote all that the request held; it never gets the external reference. */
const quoting = textsOf(markedEngagement({ externalRef: undefined }))
  .map(({ text }) => text)
  .join('; ');

const members = {
  Reason: `Because of ${quoting}`,
  ErrorList: [{ FieldName: `contexts[0].${quoting}`, Message: quoting, Code: quoting }],
};
const saying = (name: string): NewFault => ({
  kind: 'error',
  times: 1,
  error: { name, message: `No ${quoting}`, members },
});

const faults: readonly NewFault[] = [
  ...[
    ...['ValidationException', 'AccessDeniedException', 'ConflictException', 'ResourceNotFoundException'],
    ...['ServiceQuotaExceededException', 'ThrottlingException', 'InternalServerException', 'SomethingNew'],
    ...['ExpiredTokenException', 'SyntaxError'],
  ].map(saying),
  ...(['html', 'garbage', 'hang', 'reset-before', 'reset-after'] as const).map((kind): NewFault => ({
    kind,
    times: 1,
  })),
  { kind: 'delay', delayMs: 900, times: 1 },
];

async function sendThroughFaults(scene: MarkedScene): Promise<void> {
  for (const [nth, fault] of faults.entries()) {
    scene.simulator.addFault({ ...fault, operation: 'CreateEngagement' });
    const body = markedEngagement();
    const send = () => post(scene, body, '?submit=true').set('idempotency-key', `fault-${nth}`);
    const answer = await send();
    expect([403, 404, 409, 422, 429, 502, 503, 504]).toContain(answer.status);
    // What AWS said is told without what it quoted.
    expect(marksIn(JSON.stringify(answer.body))).toEqual([]);
    // What was given up is submitted again, and has to be over before the next fault is there.
    await send().set('prefer', [429, 503].includes(answer.status) ? 'wait=10' : 'respond-async');
    expect(marksIn((await at(scene, `/${idOf(answer)}/history`).expect(200)).text)).toEqual([]);
    scene.simulator.clearFaults();
  }
  await post(scene, markedEngagement(), '?submit=true').set('idempotency-key', 'accepted').expect(201);
}

/** Those that nobody knows of are looked for, while AWS fails at that too. */
async function lookUpAndResolve(scene: MarkedScene): Promise<void> {
  const { data } = (await at(scene, '?status=unresolved&limit=100').expect(200)).body;
  expect(data.length).toBeGreaterThan(5);
  const looks: readonly NewFault[] = [
    ...(['ListEngagements', 'GetEngagement'] as const).flatMap((operation) => [
      { ...saying('ValidationException'), operation },
      { ...saying('InternalServerException'), operation },
      { kind: 'garbage' as const, times: 1, operation },
    ]),
    saying('InternalServerException'),
  ];
  for (const [nth, fault] of looks.entries()) {
    const id = String(data[nth % data.length].id);
    scene.simulator.addFault(fault);
    await request(scene.url).post(`/engagements/${id}/submit`).set('prefer', 'wait=2');
    scene.simulator.addFault({ ...fault, operation: 'GetEngagement' });
    await request(scene.url)
      .post(`/engagements/${id}/resolution`)
      .send({
        outcome: 'created',
        arn: `arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-${MARK}`,
      });
    await request(scene.url).post(`/engagements/${id}/resolution`).send({ outcome: MARK });
    scene.simulator.clearFaults();
  }
  for (const { id } of data) {
    await request(scene.url).post(`/engagements/${id}/resolution`).send({ outcome: 'not-created' });
  }
}

/** Each of them with an Idempotency-Key, and once more: what became of its rows is kept then. */
async function sendImports({ url }: MarkedScene): Promise<void> {
  const send = async (type: string, body: string | Buffer) => {
    const headers = { 'content-type': type, 'idempotency-key': crypto.randomUUID() };
    for (let times = 0; times < 2; times += 1) {
      await fetch(`${url}/engagements/import`, { method: 'POST', headers, body }).then((answer) =>
        answer.text(),
      );
    }
  };
  const rows = [
    JSON.stringify(markedEngagement()),
    `{"${MARK}":`,
    MARK,
    JSON.stringify({ [MARK]: MARK }),
    JSON.stringify({ title: MARK.repeat(60_000) }),
    JSON.stringify(markedEngagement({ title: `${MARK}\u0007` })),
  ];
  const csv = (columns: object) =>
    `${Object.keys(columns).join(',')}\n${Object.values(columns).join(',')}\n${MARK}\n"${MARK}`;
  await send('application/x-ndjson', rows.join('\n'));
  await send('text/csv', csv(markedColumns));
  await send('text/csv', csv({ ...markedColumns, phone: `call ${MARK}`, email: MARK }));
  await send('text/csv', csv({ [MARK]: MARK }));
  await send('text/csv', Buffer.concat([Buffer.from(`title\n${MARK}`), Buffer.from([0xff])]));
  const upload = (...parts: readonly string[]) =>
    send(
      'multipart/form-data; boundary=x',
      [...parts, ''].map((part) => `--x${part === '' ? '--' : `\r\n${part}`}`).join('\r\n'),
    );
  const disposition = `Content-Disposition: form-data; name="${MARK}"`;
  await upload(`${disposition}; filename="${MARK}.csv"\r\n\r\n${csv(markedColumns)}`);
  await upload(`${disposition}; filename="${MARK}"\r\n\r\n${MARK}`, `${disposition}\r\n\r\n${MARK}`);
  await upload(`${disposition}\r\n\r\n${MARK}`);
  await send(`text/${MARK}`, MARK);
}

async function sendBatches(scene: MarkedScene): Promise<void> {
  const ids = await Promise.all(
    [{}, { title: undefined }, { contexts: [markedLead({ customer: { companyName: MARK } })] }].map(
      async (one) => idOf(await post(scene, markedEngagement(one)).expect(201)),
    ),
  );
  scene.simulator.addFault(saying('ValidationException'));
  const batch = await request(scene.url)
    .post('/engagements/submissions')
    .set('idempotency-key', 'batch')
    .send({ ids })
    .expect(202);
  await waitUntil(async () => {
    const { body } = await at(scene, `/submissions/${batch.body.id}`).expect(200);
    expect(marksIn(JSON.stringify(body))).toEqual([]);
    return body.open === 0;
  });
  await request(scene.url)
    .post('/engagements/submissions')
    .send({ ids, [MARK]: MARK })
    .expect(400);
  scene.simulator.clearFaults();
}

/** In the middle of a body. */
async function hangUp({ port }: MarkedScene): Promise<void> {
  for (const [path, type, method = 'POST'] of [
    [`/engagements/by-ref/${MARK}`, 'application/json', 'PUT'],
    ['/engagements', 'application/json'],
    ['/engagements/import', 'application/x-ndjson'],
    ['/engagements/import', 'text/csv'],
    ['/engagements/import', 'multipart/form-data; boundary=x'],
    ['/engagements', 'text/plain'],
  ]) {
    const socket = connectTcp(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `${method} ${path ?? ''} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: ${type ?? ''}\r\ncontent-length: 100000\r\n\r\n` +
        `{"title":"${MARK}","description":"${MARK}`,
      () => socket.resetAndDestroy(),
    );
    await once(socket, 'close');
  }
}

async function forget(scene: MarkedScene): Promise<void> {
  const { body } = await at(scene, '?limit=100').expect(200);
  const idWhere = (status: string) =>
    String(body.data.find((one: { status: string }) => one.status === status)?.id);
  await request(scene.url)
    .delete(`/engagements/${idWhere('rejected')}`)
    .expect(204);
  await request(scene.url)
    .delete(`/engagements/${idWhere('draft')}/personal-data`)
    .expect(409);
  const { body: last } = await post(scene, markedEngagement(), '?submit=true').expect(201);
  await request(scene.url).delete(`/engagements/${last.id}/personal-data`).expect(204);
  for (const path of ['/health/ready', '/metrics', '/openapi.json', '/engagements/no-such-id']) {
    expect(marksIn((await request(scene.url).get(path)).text)).toEqual([]);
  }
}
