import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';

let ofProcess: Registry | undefined;

/** What the process itself offers: event loop, memory, garbage collection. Measured once, however many applications it runs. */
function processRegistry(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/**
 * What is measured of one application. No label may hold what a caller has chosen, or anything without a small number of
 * values: each combination stays in memory, and metrics go where personal data may not.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly contentType = this.registry.contentType;
  private readonly process = processRegistry();

  /** All of it as Prometheus reads it. */
  async text(): Promise<string> {
    const texts = await Promise.all([this.registry.metrics(), this.process.metrics()]);
    return texts.join('\n');
  }
}
