import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';
import { Recent } from '../metrics/recent.js';
import { Readiness } from './readiness.js';

/** Tells those who scrape what `/health/ready` tells those who probe. */
@Injectable()
export class ReadinessGauge {
  constructor({ registry }: Metrics, readiness: Readiness) {
    // Whatever is missing, and whatever does not answer in time, is a no.
    const ready = new Recent(() => readiness.look());
    const gauge = new Gauge({
      name: 'service_ready',
      help: 'Whether this process is ready, as its /health/ready says: 1 or 0.',
      registers: [registry],
      collect: async () => {
        gauge.set((await ready.value()) === undefined ? 0 : 1);
      },
    });
  }
}
