import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './listen.js';

/** What AWS is asked for, such as `ListEngagements`. */
export type AwsCall = (operation: string) => string | undefined;

export interface AwsProxy {
  readonly url: string;
  /** Gives an answer in AWS's place: the body of a 200; undefined lets the call pass. */
  answerInstead: AwsCall;
  close(): Promise<void>;
}

/**
 * Stands between a service and its simulator, for answers that the simulator never gives.
 * @param target the simulator's URL, which may not be known before the first call
 */
export async function startAwsProxy(target: () => string): Promise<AwsProxy> {
  const passes: AwsCall = () => undefined;
  const proxy = { answerInstead: passes };
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const own = proxy.answerInstead(operation);
    if (own === undefined) {
      pass(request, response, target());
      return;
    }
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(own);
    });
  });
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${await listen(server)}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}

function pass(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { method = 'POST', headers } = request;
  const onward = forward(`${target}${request.url ?? '/'}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  // What the simulator cuts off is cut off here too.
  onward.once('error', () => request.socket.resetAndDestroy());
  request.pipe(onward);
}
