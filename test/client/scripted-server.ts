import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { listen } from '../support/listen.js';

export interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Milliseconds since the server started. */
  readonly at: number;
}

/** What a server does with a request, whose body it has by then. */
export type Reply = (response: ServerResponse, asked: Asked) => void;

/** A server that answers what a test tells it to, in turn; the last reply stands for all that follow. */
export interface ScriptedServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export async function startScriptedServer(...replies: readonly Reply[]): Promise<ScriptedServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const at = performance.now();
    void text(request).then((body) => {
      const one = { method, url, headers, body, at };
      asked.push(one);
      replies[Math.min(asked.length, replies.length) - 1]?.(response, one);
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    url,
    asked,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

export function problem(
  status: number,
  code: string,
  retry: string,
  more: object = {},
  headers: Record<string, string> = {},
): Reply {
  const body = { type: `/problems/${code}`, title: 'T', status, detail: 'What happened.', retry, ...more };
  return json(status, body, { 'content-type': 'application/problem+json', ...headers });
}

export function page(status: number, type = 'text/html', body = '<h1>Hello from a proxy</h1>'): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
}

/** Half an answer, then a reset. */
export const cutOff: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":"01', () => response.socket?.destroy());
};

export const reset: Reply = (response) => {
  response.socket?.resetAndDestroy();
};

export const hang: Reply = () => undefined;
