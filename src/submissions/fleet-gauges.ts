import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { PrismaService } from '../database/prisma.service.js';
import { Metrics } from '../metrics/metrics.js';
import { Recent } from '../metrics/recent.js';
import { type FleetRow, fleetState } from './statements/fleet-state.js';
import type { Step } from './submission-state.js';

/** Every process tells the same of these. */
const FLEET = 'Of the whole fleet, as the database has it: max(), not sum().';

/**
 * How the submissions of the whole fleet stand. It is asked when somebody scrapes, by one statement. While the database
 * can't be reached there is none of it but `database_up`: what is not known is left out.
 */
@Injectable()
export class FleetGauges {
  private readonly rows: Recent<readonly FleetRow[]>;

  constructor(
    private readonly metrics: Metrics,
    prisma: PrismaService,
  ) {
    this.rows = new Recent(() => prisma.run<FleetRow>('fleet-state', fleetState()));
    this.addUp();
    this.addByStep('submissions_open', 'Open submissions, by what they need next.', ({ open }) => open);
    this.addByStep(
      'submissions_oldest_due_seconds',
      'How long a step has been due that no worker has taken yet; 0 where there is none.',
      ({ due_seconds: seconds }) => seconds,
    );
    this.add(
      'submissions_oldest_open_seconds',
      'How long ago the oldest open submission was asked for; 0 where none is open.',
      (rows) => Math.max(...rows.map(({ oldest_seconds: seconds }) => seconds)),
    );
    this.add(
      'submissions_last_slot_seconds',
      'How long ago a worker last took its turn to send; +Inf where none ever has.',
      ([row]) => row?.slot_seconds ?? Number.POSITIVE_INFINITY,
    );
    this.add(
      'partner_central_credentials_refused',
      '1 while Partner Central accepts no AWS credentials of the service, and submissions wait.',
      ([row]) => (row?.credentials_refused === true ? 1 : 0),
    );
    this.add(
      'engagements_unresolved',
      'Engagements of which nobody knows whether AWS has created them.',
      ([row]) => row?.unresolved ?? 0,
    );
  }

  private addUp(): void {
    const up = new Gauge({
      name: 'database_up',
      help: 'Whether this process got an answer from the database, within two seconds.',
      registers: [this.metrics.registry],
      collect: async () => {
        up.set((await this.rows.value()) === undefined ? 0 : 1);
      },
    });
  }

  private add(name: string, help: string, valueOf: (rows: readonly FleetRow[]) => number): void {
    const gauge = new Gauge({
      name,
      help: `${help} ${FLEET}`,
      registers: [this.metrics.registry],
      collect: async () => {
        const rows = await this.rows.value();
        if (rows === undefined) {
          // `reset` would leave a 0.
          gauge.remove();
        } else {
          gauge.set(valueOf(rows));
        }
      },
    });
  }

  private addByStep(name: string, help: string, valueOf: (row: FleetRow) => number): void {
    const gauge = new Gauge({
      name,
      help: `${help} ${FLEET}`,
      labelNames: ['step'],
      registers: [this.metrics.registry],
      collect: async () => {
        const rows = await this.rows.value();
        gauge.reset();
        for (const row of rows ?? []) {
          const step: Step = row.step;
          gauge.set({ step }, valueOf(row));
        }
      },
    });
  }
}
