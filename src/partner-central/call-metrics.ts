import { SpanKind } from '@opentelemetry/api';
import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';
import { inSpan } from '../tracing/spans.js';
import type { AttemptOutcome } from './attempt-outcome.js';
import { classifyError } from './classify-error.js';

export type Operation = 'CreateEngagement' | 'ListEngagements' | 'GetEngagement';

/** Measures the calls to Partner Central. */
@Injectable()
export class CallMetrics {
  private readonly duration: Histogram<'operation' | 'outcome'>;
  private readonly throttles: Counter;

  constructor({ registry }: Metrics) {
    this.duration = new Histogram({
      name: 'partner_central_call_duration_seconds',
      help: 'How long calls of this process to Partner Central took. Outcome: ok, or the slug of the problem.',
      labelNames: ['operation', 'outcome'],
      // Up to the longest limit that PARTNER_CENTRAL_TIMEOUT_MS is likely to be.
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers: [registry],
    });
    this.throttles = new Counter({
      name: 'partner_central_throttles_total',
      help: 'Calls of this process that Partner Central has throttled.',
      registers: [registry],
    });
  }

  /** Measures a CreateEngagement call, which never throws. */
  async creating(call: () => Promise<AttemptOutcome>): Promise<AttemptOutcome> {
    const startedAt = performance.now();
    const outcome = await call();
    this.observe('CreateEngagement', outcome.kind === 'accepted' ? 'ok' : outcome.problem.code, startedAt);
    return outcome;
  }

  /** Measures any other call, which is a span too. */
  async calling<T>(operation: Exclude<Operation, 'CreateEngagement'>, call: () => Promise<T>): Promise<T> {
    const attributes = {
      'rpc.system': 'aws-api',
      'rpc.service': 'PartnerCentralSelling',
      'rpc.method': operation,
    };
    const startedAt = performance.now();
    try {
      const answer = await inSpan(operation, { kind: SpanKind.CLIENT, attributes }, call);
      this.observe(operation, 'ok', startedAt);
      return answer;
    } catch (error) {
      this.observe(operation, classifyError(error, '{}').problem.code, startedAt);
      throw error;
    }
  }

  private observe(operation: Operation, outcome: string, startedAt: number): void {
    const slug = outcome.replace('partner-central-', '');
    this.duration.observe({ operation, outcome: slug }, (performance.now() - startedAt) / 1000);
    if (slug === 'throttled') {
      this.throttles.inc();
    }
  }
}
