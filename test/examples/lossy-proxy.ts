import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../support/listen.js';

/** A proxy between a client and an API that has bad days. */
export interface LossyProxy {
  readonly url: string;
  /** How many answers were lost or replaced so far. */
  lost(): number;
  close(): Promise<void>;
}

const page = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' };

/**
 * Of every ten answers one is lost, one is cut off, and one is a page of its own, after the API has done its work.
 * Where nobody listens it answers with that page too.
 * @param target the API's URL, which may change when it is started anew
 */
export async function startLossyProxy(target: () => string): Promise<LossyProxy> {
  let passed = 0;
  let lost = 0;
  const server = createServer((request, response) => {
    const { method = 'GET', headers } = request;
    const onward = forward(`${target()}${request.url ?? '/'}`, { method, headers }, (answer) => {
      passed += 1;
      if (loses[passed % 10]?.(answer, response) === undefined) {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      } else {
        lost += 1;
      }
    });
    onward.once('error', () => {
      sendPage(response);
    });
    request.pipe(onward);
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    lost: () => lost,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Loss = (answer: IncomingMessage, response: ServerResponse) => true;

const loses: Readonly<Record<number, Loss>> = {
  1: (_, response) => {
    response.socket?.resetAndDestroy();
    return true;
  },
  4: (answer, response) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.once('data', (bytes: Buffer) => {
      response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
    });
    return true;
  },
  7: (_, response) => {
    sendPage(response);
    return true;
  },
};

function sendPage(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(page.status, page.headers).end(page.body);
  }
}
