import {
  CreateEngagementCommand,
  type CreateEngagementCommandOutput,
} from '@aws-sdk/client-partnercentral-selling';
import { Injectable } from '@nestjs/common';
import type { AttemptOutcome } from './attempt-outcome.js';
import { CallMetrics } from './call-metrics.js';
import { classifyError } from './classify-error.js';
import type { FrozenRequest } from './create-engagement.request.js';
import { answerWithout, keepRawAnswer, PartnerCentralSdk, sendExactly } from './partner-central.sdk.js';
import { awsRequestIdOf, engagementIn, type RawAnswer } from './raw-answer.js';

/** Creates engagements in Partner Central. */
@Injectable()
export class PartnerCentralClient {
  constructor(
    private readonly sdk: PartnerCentralSdk,
    private readonly metrics: CallMetrics,
  ) {}

  /**
   * Runs a request through the SDK without sending it. The first one takes tens of milliseconds to build and sign
   * (code not compiled, credentials not loaded), and would reach AWS that much later than its slot of the pace.
   */
  async warmUp(): Promise<void> {
    const command = new CreateEngagementCommand({ Catalog: undefined });
    answerWithout(command, '{}');
    await this.sdk.within((options) => this.sdk.client.send(command, options));
  }

  /**
   * Sends a frozen CreateEngagement request once.
   * @param signal cuts the call off; its outcome is unknown then, unless it has not left yet
   * @param mayLeave is asked in the last moment in which nothing has been sent
   * @returns how it ended; it never throws
   */
  async createEngagement(
    request: FrozenRequest,
    signal: AbortSignal,
    mayLeave: () => boolean,
  ): Promise<AttemptOutcome> {
    return this.metrics.creating(() => this.send(request, signal, mayLeave));
  }

  private async send(
    request: FrozenRequest,
    signal: AbortSignal,
    mayLeave: () => boolean,
  ): Promise<AttemptOutcome> {
    const command = new CreateEngagementCommand({ Catalog: undefined, ClientToken: request.clientToken });
    const answer: RawAnswer = { body: '' };
    sendExactly(command, request.body);
    keepRawAnswer(command, answer);
    try {
      const output = await this.sdk.within(
        (options) => this.sdk.client.send(command, options),
        signal,
        mayLeave,
      );
      return accepted(answer, output) ?? withoutEngagement(output);
    } catch (error) {
      // What AWS says it has created is created, whether or not the SDK can read the rest of the answer.
      return (
        accepted(answer, error) ?? {
          ...classifyError(error, request.body),
          ...(signal.aborted ? cutOff : {}),
        }
      );
    }
  }
}

/** This process stops, and waits no longer. */
const cutOff = { cause: 'cut-off' } as const;

/** @param told what has the request's id: the SDK's output, or its error */
function accepted(answer: RawAnswer, told: unknown): AttemptOutcome | undefined {
  const engagement = engagementIn(answer);
  return engagement && { kind: 'accepted', engagement, ...awsRequestIdOf(told) };
}

function withoutEngagement(output: CreateEngagementCommandOutput): AttemptOutcome {
  return {
    kind: 'unknown',
    cause: 'no-engagement-in-answer',
    problem: {
      code: 'partner-central-unavailable',
      detail:
        'Partner Central answered without an engagement. It is not known whether the engagement was created.',
      ...awsRequestIdOf(output),
    },
  };
}
