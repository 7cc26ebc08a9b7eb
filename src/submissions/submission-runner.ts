import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { loggableError } from '../http/loggable-error.js';
import { PartnerCentralClient } from '../partner-central/partner-central.client.js';
import { settle } from './settlement.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** What recording an outcome may take on top of the attempt itself, in milliseconds. */
const RECORDING_MS = 20_000;

/**
 * Runs submissions: one attempt each, within this process. Whoever asks for a submission starts it here, so a queue
 * can take over by calling `run` from its worker.
 */
@Injectable()
export class SubmissionRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(SubmissionRunner.name);
  private readonly running = new Map<string, Promise<void>>();
  private readonly leaseMs: number;

  constructor(
    private readonly repository: SubmissionsRepository,
    private readonly partnerCentral: PartnerCentralClient,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.leaseMs = settings.partnerCentral.timeoutMs + RECORDING_MS;
  }

  /** Begins an attempt and lets it run, whether or not anybody waits for it. */
  start(submissionId: string): void {
    const run = this.run(submissionId)
      .catch((error: unknown) => {
        // The lease runs out, and the next submit takes the same frozen request up again.
        this.logger.error({ submissionId, err: loggableError(error) }, 'The outcome could not be recorded');
      })
      .finally(() => this.running.delete(submissionId));
    this.running.set(submissionId, run);
  }

  /** Settles when the attempt that runs here, if any, has ended. */
  async ended(submissionId: string): Promise<boolean> {
    const run = this.running.get(submissionId);
    await run;
    return run !== undefined;
  }

  /** Calls in flight are finished: an outcome that nobody records would be unknown. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running.values());
  }

  /** Makes one attempt, unless somebody else is making one. */
  private async run(submissionId: string): Promise<void> {
    const claim = await this.repository.claim(submissionId, this.leaseMs);
    if (claim === undefined) {
      return;
    }
    const outcome = await this.partnerCentral.createEngagement(claim.request);
    const settlement = settle(outcome, claim.outcomeUnknown);
    const recorded = await this.repository.record(claim, settlement);
    const { engagementId, attempt } = claim;
    this.logger.log(
      { engagementId, submissionId, attempt, status: settlement.status, recorded },
      'Attempt ended',
    );
  }
}
