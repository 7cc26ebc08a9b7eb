import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../support/api.js';
import { openSocket, parseAnswer, say, untilClosed } from './raw-http.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const host = () => `host: ${new URL(api.url).host}`;

function jsonPost(path: string, length: number): string {
  return `POST ${path} HTTP/1.1\r\n${host()}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
}

/** A byte a second, for as long as it is taken. */
async function drip(socket: Socket, byte: string): Promise<void> {
  while (!socket.destroyed && socket.writable) {
    socket.write(byte);
    await delay(1000, undefined, { ref: false });
  }
}

/** What all of them have that wait for nothing but a limit: they wait together. */
const slow: Record<string, { begin: (socket: Socket) => void; byte?: string }> = {
  'says nothing': { begin: () => undefined },
  'sends its headers byte by byte': {
    begin: (socket) => socket.write(`GET /engagements HTTP/1.1\r\n${host()}\r\nx: `),
    byte: 'a',
  },
  'sends its body byte by byte': {
    begin: (socket) => socket.write(jsonPost('/engagements', 1000)),
    byte: ' ',
  },
  'sends its body byte by byte, in chunks': {
    begin: (socket) =>
      socket.write(
        `POST /engagements HTTP/1.1\r\n${host()}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      ),
    byte: '1\r\n \r\n',
  },
  'sends its import byte by byte': {
    begin: (socket) =>
      socket.write(
        `POST /engagements/import HTTP/1.1\r\n${host()}\r\ncontent-type: text/csv\r\ncontent-length: 5000\r\n\r\n`,
      ),
    byte: 'a',
  },
};

/** An import that keeps the pace, though each pause in it is long: four parts within eleven seconds. */
async function importInParts(): Promise<string> {
  const part = `${JSON.stringify({ title: 'Slow' }).padEnd(64 * 1024 - 1, ' ')}\n`;
  const socket = await openSocket(api.url);
  const answer = untilClosed(socket);
  socket.write(
    `POST /engagements/import HTTP/1.1\r\n${host()}\r\nconnection: close\r\ncontent-type: application/x-ndjson\r\ncontent-length: ${4 * part.length}\r\n\r\n`,
  );
  for (let sent = 0; sent < 4; sent += 1) {
    socket.write(part);
    await delay(3700);
  }
  return answer;
}

/** Asks for large answers, one after the other, and takes none. */
async function takeNothing(): Promise<void> {
  const socket = await openSocket(api.url);
  socket.pause();
  socket.write(`GET /openapi.json HTTP/1.1\r\n${host()}\r\n\r\n`.repeat(200));
  // A paused socket does not see its end. Whatever is written to it then fails.
  void drip(socket, '\r\n');
  await new Promise((resolve) => socket.once('close', resolve));
}

describe('a client that', () => {
  const closed: Record<string, Promise<string>> = {};
  let imported: Promise<string>;
  let unread: Promise<void>;
  let dribbled: Promise<string>;
  beforeAll(async () => {
    for (const [name, { begin, byte }] of Object.entries(slow)) {
      const socket = await openSocket(api.url);
      begin(socket);
      if (byte !== undefined) {
        void drip(socket, byte);
      }
      closed[name] = untilClosed(socket);
    }
    imported = importInParts();
    unread = takeNothing();
    const socket = await openSocket(api.url);
    socket.write(jsonPost('/health/live', 1000).replace('POST', 'GET'));
    void drip(socket, ' ');
    dribbled = untilClosed(socket);
  });

  it.each(Object.keys(slow))('%s is told 408 and cut off', async (name) => {
    const { status, headers, body } = parseAnswer((await closed[name]) ?? '');

    expect([status, headers.get('connection')]).toEqual([408, 'close']);
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/request-timeout', status: 408 });
  });

  it('sends a body that nobody reads byte by byte is cut off after its answer', async () => {
    expect(parseAnswer(await dribbled).status).toBe(200);
  });

  it('takes no answer is cut off', async () => {
    await expect(unread).resolves.toBeUndefined();
  });

  it('takes its time, but keeps the pace, is served', async () => {
    const { status, body } = parseAnswer(await imported);

    expect(status).toBe(200);
    expect(body).toContain('"complete":true');
  });
});

describe('a request that could be read in two ways', () => {
  const get = (lines: string) => `GET /engagements HTTP/1.1\r\n${host()}\r\n${lines}\r\n\r\n`;
  const post = (lines: string, body: string) =>
    `POST /engagements HTTP/1.1\r\n${host()}\r\ncontent-type: application/json\r\n${lines}\r\n\r\n${body}`;

  it.each([
    ['two lengths', () => post('content-length: 2\r\ncontent-length: 40', '{}')],
    ['two equal lengths', () => post('content-length: 2\r\ncontent-length: 2', '{}')],
    ['a length and chunks', () => post('content-length: 2\r\ntransfer-encoding: chunked', '0\r\n\r\n')],
    ['chunks and a length', () => post('transfer-encoding: chunked\r\ncontent-length: 2', '0\r\n\r\n')],
    ['chunks that are not the last coding', () => post('transfer-encoding: chunked, gzip', '0\r\n\r\n')],
    ['a length with a sign', () => post('content-length: +2', '{}')],
    ['a length that is none', () => post('content-length: 2x', '{}')],
    ['a folded line', () => get('x-folded: a\r\n b')],
    ['a blank before a colon', () => get('content-length : 0')],
    ['bare line feeds', () => `GET /engagements HTTP/1.1\n${host()}\n\n`],
    ['a bare line feed in a header', () => get('x: a\ny: b')],
    ['a bare carriage return', () => get('x: a\rb')],
    ['a NUL in a header', () => get('x: a\0b')],
    ['a chunk without a size', () => post('transfer-encoding: chunked', 'x\r\n{}\r\n0\r\n\r\n')],
    ['two hosts', () => get('host: elsewhere.example')],
    ['no host', () => 'GET /engagements HTTP/1.1\r\nconnection: close\r\n\r\n'],
    ['an odd host', () => 'GET /engagements HTTP/1.1\r\nconnection: close\r\nhost: a b\r\n\r\n'],
  ])('by %s is refused', async (_, words) => {
    const { status, headers, body } = parseAnswer(await sayAndEnd(words()));

    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/invalid-request', status: 400 });
  });

  it('does not get what follows it answered', async () => {
    const answers = await say(
      api.url,
      post('content-length: 2\r\ntransfer-encoding: chunked', `0\r\n\r\n${get('x: 1')}`),
    );

    expect(answers.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it('by headers of more than 16 KiB is refused with 431', async () => {
    const { status, body } = parseAnswer(await say(api.url, get(`x: ${'a'.repeat(20_000)}`)));

    expect(status).toBe(431);
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/headers-too-large' });
  });
});

/** Says something, and that it is all: what is answered as a request like others leaves the connection open. */
async function sayAndEnd(words: string): Promise<string> {
  const socket = await openSocket(api.url);
  socket.end(words);
  return untilClosed(socket);
}

it('a connection that never said a word does not keep the server from stopping', async () => {
  const other = await startApi();
  const socket = await openSocket(other.url);
  const closed = untilClosed(socket);

  await other.close();
  expect(await closed).toBe('');
});
