import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen.js';

export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server that answers in the place of one of AWS's what the simulator would not. */
export interface StandIn {
  readonly url: string;
  /** Calls that it got. */
  calls(): number;
  close(): Promise<void>;
}

export async function startStandIn(answer: (request: IncomingMessage) => StandInAnswer): Promise<StandIn> {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    void text(request).then(() => {
      const { status, headers, body } = answer(request);
      response.writeHead(status, headers).end(body);
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
