import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ApiHostProcess } from './api-host-process.js';
import { hostsVariable, type WorkerOrder } from './api-order.js';
import { listen } from './listen.js';

/**
 * Runs the APIs of all tests outside of Jest, which loads 2400 modules anew for each file that needs an API: 1.7 s
 * then, 0.1 s with a process for each of Jest's workers that has loaded them once. The process is started when its
 * worker first needs it, and again if it has ended.
 * @returns how to stop them
 */
export async function serveApiHosts(): Promise<() => Promise<void>> {
  const hosts = new ApiHosts();
  const server = createServer((request, response) => {
    void readOrder(request)
      .then((order) => hosts.carryOut(order))
      .then(
        (url) => response.end(url),
        (error: unknown) =>
          response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
      );
  });
  process.env[hostsVariable] = `http://127.0.0.1:${await listen(server)}`;
  return async () => {
    server.close();
    server.closeAllConnections();
    await hosts.stop();
  };
}

class ApiHosts {
  private readonly byWorker = new Map<string, ApiHostProcess>();
  private readonly byUrl = new Map<string, ApiHostProcess>();

  async carryOut({ worker, credentials, order }: WorkerOrder): Promise<string> {
    if (order.do === 'start') {
      const host = this.of(worker, credentials);
      const url = await host.carryOut(order);
      this.byUrl.set(url, host);
      return url;
    }
    const host = this.byUrl.get(order.url);
    if (host === undefined) {
      throw new Error(`No API was started at ${order.url}.`);
    }
    return host.carryOut(order);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.byWorker.values()].map((host) => host.stop()));
  }

  private of(worker: string, credentials: boolean): ApiHostProcess {
    const key = `${worker}, ${credentials ? 'with' : 'without'} credentials`;
    const host = this.byWorker.get(key);
    if (host !== undefined && !host.hasEnded) {
      return host;
    }
    const started = new ApiHostProcess(credentials);
    this.byWorker.set(key, started);
    return started;
  }
}

async function readOrder(request: IncomingMessage): Promise<WorkerOrder> {
  return JSON.parse(await text(request));
}
