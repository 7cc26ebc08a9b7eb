import { setTimeout as delay } from 'node:timers/promises';
import autocannon, { type Request } from 'autocannon';
import { changesRows, requestOf } from '../workloads.js';
import type { LoadOrder, Measured } from './orders.js';

/** More changes than any contestant makes on one connection in a second; they are built before the clock starts. */
const MOST_PER_CONNECTION_AND_SECOND = 400;
/** Of those that change nothing, which may be made again. */
const READS_PER_CONNECTION = 256;

const LOOK_MS = 20;

/**
 * Makes requests until the time is over.
 * @throws when an answer is no success, and when changes ran out, so that some were asked for twice
 */
export async function load(order: LoadOrder): Promise<Measured> {
  const lists = Array.from({ length: order.connections }, (_, connection) => requestsOf(order, connection));
  const longest = lists[0]?.length ?? 0;
  const over = Promise.withResolvers<undefined>();
  const run = autocannon(
    {
      url: order.url,
      connections: order.connections,
      // It is stopped before: autocannon's own clock starts while requests are still being built.
      duration: order.seconds + 600,
      sampleInt: LOOK_MS,
      setupClient: (client) => {
        client.setRequests(lists.pop() ?? []);
      },
    },
    () => {
      over.resolve(undefined);
    },
  );
  const answers = new Answers();
  run.on('reqError', over.reject);
  run.on('response', (client, status, _bytes, milliseconds) => {
    answers.add(client, status, milliseconds);
  });
  const started = performance.now();
  // A slow one gets the time for one request on each connection.
  while (performance.now() - started < order.seconds * 1000 || answers.count() < order.connections) {
    await Promise.race([delay(LOOK_MS), over.promise]);
  }
  run.stop();
  await over.promise;
  answers.requireSuccess(order);
  if (changesRows(order.workload) && answers.mostOnOneConnection() >= longest) {
    throw new Error(`${order.workload} at ${order.url}: more than ${longest} requests on one connection`);
  }
  return answers.since(started);
}

class Answers {
  private readonly latencies: number[] = [];
  private readonly byConnection = new Map<object, number>();
  private readonly byStatus = new Map<number, number>();
  private last = 0;

  add(connection: object, status: number, milliseconds: number): void {
    this.last = performance.now();
    this.latencies.push(milliseconds);
    this.byConnection.set(connection, (this.byConnection.get(connection) ?? 0) + 1);
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
  }

  count(): number {
    return this.latencies.length;
  }

  mostOnOneConnection(): number {
    return Math.max(...this.byConnection.values());
  }

  requireSuccess({ workload, url }: LoadOrder): void {
    if ([...this.byStatus.keys()].some((status) => status < 200 || status > 299)) {
      const counts = [...this.byStatus].map(([status, count]) => `${count} × ${status}`);
      throw new Error(`${workload} at ${url} was answered ${counts.join(', ')}`);
    }
  }

  since(started: number): Measured {
    return {
      count: this.latencies.length,
      seconds: (this.last - started) / 1000,
      latencies: this.latencies.toSorted((a, b) => a - b),
    };
  }
}

/** All that one connection may come to make. Engagements are shared out, so that no two change one at a time. */
function requestsOf(order: LoadOrder, connection: number): Request[] {
  const { connections, ids, first, seconds, workload } = order;
  const count = changesRows(workload)
    ? Math.ceil(seconds * MOST_PER_CONNECTION_AND_SECOND)
    : READS_PER_CONNECTION;
  return Array.from({ length: count }, (_, index) => {
    const number = index * connections + connection;
    const request = requestOf(order, first + number, ids[number % ids.length] ?? '');
    return { ...request, headers: { ...order.headers, ...request.headers } };
  });
}
