import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gauge, Histogram } from 'prom-client';
import { Metrics } from './metrics.js';

/** What the API has. Any other method, of the thirty or so that Node reads, is one label. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The status of what no answer reached, as nginx's logs have it. */
const HUNG_UP = '499';

declare module 'fastify' {
  interface FastifyInstance {
    requestMetrics?: RequestMetrics;
  }
}

/** How long requests take, by route, and how many are in hand. */
@Injectable()
export class RequestMetrics {
  private readonly duration: Histogram<'method' | 'route' | 'status'>;
  private inHand = 0;

  constructor({ registry }: Metrics) {
    this.duration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'How long requests of this process took, waiting for an outcome included. Status 499: the client hung up.',
      labelNames: ['method', 'route', 'status'],
      // Up to the longest wait for an outcome, `Prefer: wait=30`.
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers: [registry],
    });
    const inHand = new Gauge({
      name: 'http_requests_in_hand',
      help: 'Requests that this process is answering right now.',
      registers: [registry],
      collect: () => {
        inHand.set(this.inHand);
      },
    });
  }

  /** A request has come in. */
  begin(): void {
    this.inHand += 1;
  }

  /** It is over. */
  end(
    { method, route }: FastifyRequest,
    { statusCode, elapsedTime }: FastifyReply,
    isAnswered: boolean,
  ): void {
    this.inHand -= 1;
    const labels = {
      method: methods.has(method) ? method : 'other',
      // The pattern: a path has ids, and what callers make up. What fits none is one label.
      route: route.url ?? 'unmatched',
      status: isAnswered ? String(statusCode) : HUNG_UP,
    };
    this.duration.observe(labels, elapsedTime / 1000);
  }
}
