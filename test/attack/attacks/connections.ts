import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Battlefield } from '../battlefield.js';

const ATTACK = 'slow connections';

/** One byte at a time: far below any honest client. */
const DRIP_MS = 1000;

/** After so long the service must have ended a connection on which hardly anything comes. */
const LONGEST_MS = 75_000;

const SLOW_ONES = 50;

/** Connections that are held for as long as possible; others must be served meanwhile. */
export async function attackConnections(field: Battlefield): Promise<void> {
  const { host } = new URL(field.target.url);
  const { authorization } = field.keys.own.headers;
  const post = (path: string, type: string) =>
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${authorization}\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`;
  const openings = [
    '',
    'GET /health/live HTTP/1.1\r\nHost: ',
    post('/engagements', 'application/json'),
    post('/engagements/import', 'application/x-ndjson'),
    `${post('/engagements/import', 'multipart/form-data; boundary=x')}--x\r\nContent-Disposition: form-data; name="file"; filename="leads.csv"\r\n\r\ntitle\r\n`,
  ];
  const end = new AbortController();
  const watch = (async () => {
    while (!end.signal.aborted) {
      await field.fire('others meanwhile', { method: 'GET', path: '/health/live' }, { statuses: [200] });
      await field.fire('others meanwhile', {
        method: 'GET',
        path: '/engagements?limit=1',
        headers: { authorization },
      });
      await delay(200);
    }
  })();
  const held = await Promise.all(
    Array.from({ length: SLOW_ONES }, (_, place) => drip(field, openings[place % openings.length] ?? '')),
  );
  end.abort();
  await watch;
  for (const opening of new Set(held.filter((one) => one !== undefined))) {
    field.fault(
      ATTACK,
      `a connection was held for ${LONGEST_MS / 1000} s that began with ${JSON.stringify(opening.slice(0, 60))}`,
    );
  }
}

/** @returns what it began with, where the service did not end it */
async function drip(field: Battlefield, opening: string): Promise<string | undefined> {
  const { hostname, port } = new URL(field.target.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  const closed = once(socket, 'close').then(() => true);
  socket.write(opening);
  const dripping = setInterval(() => socket.write(' '), DRIP_MS);
  const wasClosed = await Promise.race([closed, delay(LONGEST_MS, false, { ref: false })]);
  clearInterval(dripping);
  socket.destroy();
  return wasClosed ? undefined : opening;
}
