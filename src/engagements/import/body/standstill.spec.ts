import { once } from 'node:events';
import { createServer, IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { cutAtStandstill } from './standstill.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) {
    close();
  }
});

async function call(handle: RequestListener, request: string): Promise<Socket> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(isAddress(address) ? address.port : 0, '127.0.0.1');
  closers.push(() => {
    socket.destroy();
    server.close();
  });
  socket.on('error', () => undefined);
  socket.write(request);
  return socket;
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

it('cuts off who stops in the middle of a body', async () => {
  const { promise: cut, resolve } = Promise.withResolvers<unknown>();
  await call((request, answer) => {
    cutAtStandstill(answer, 20);
    request.resume().once('close', resolve);
  }, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345');

  await cut;
});

it('cuts off who does not read the answer', async () => {
  const { promise: cut, resolve } = Promise.withResolvers<unknown>();
  const socket = await call((_request, answer) => {
    cutAtStandstill(answer, 20);
    answer.once('close', resolve);
    const write = () => {
      while (answer.write(Buffer.alloc(65_536)));
      answer.once('drain', write);
    };
    write();
  }, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  socket.pause();

  await cut;
});

it('lets go of a connection whose answer has been sent', async () => {
  const [ofFirst, ofSecond] = [
    'GET /first HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /second HTTP/1.1\r\nHost: a\r\n\r\n',
  ];
  const socket = await call((request, answer) => {
    if (request.url === '/first') {
      cutAtStandstill(answer, 20);
      answer.end('first');
    } else {
      // Longer than the first one could have stood still.
      setTimeout(() => answer.end('second'), 100);
    }
  }, ofFirst);
  await once(socket, 'data');
  socket.write(ofSecond);
  const [answer] = await once(socket, 'data');

  expect(String(answer)).toContain('second');
});

it('watches nothing that is over already', async () => {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  answer.destroy();
  await once(answer, 'close');
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();

  cutAtStandstill(answer, 3_600_000);
  expect(timers()).toBe(before);
});
