import {
  CreateEngagementCommand,
  type CreateEngagementCommandOutput,
} from '@aws-sdk/client-partnercentral-selling';
import { Injectable } from '@nestjs/common';
import type { AttemptOutcome } from './attempt-outcome.js';
import { classifyError } from './classify-error.js';
import type { FrozenRequest } from './create-engagement.request.js';
import { answerWithout, keepRawAnswer, PartnerCentralSdk, sendExactly } from './partner-central.sdk.js';
import { createdEngagement } from './raw-answer.js';
import { storable } from './redact.js';

/** Creates engagements in Partner Central. */
@Injectable()
export class PartnerCentralClient {
  constructor(private readonly sdk: PartnerCentralSdk) {}

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
   * @param signal cuts the call off; its outcome is unknown then
   * @returns how it ended; it never throws
   */
  async createEngagement(request: FrozenRequest, signal?: AbortSignal): Promise<AttemptOutcome> {
    const command = new CreateEngagementCommand({ Catalog: undefined, ClientToken: request.clientToken });
    const answer = { body: '' };
    sendExactly(command, request.body);
    keepRawAnswer(command, answer);
    try {
      const output = await this.sdk.within((options) => this.sdk.client.send(command, options), signal);
      return accepted(output, answer.body);
    } catch (error) {
      return classifyError(error, request.body);
    }
  }
}

function accepted({ Id, Arn, $metadata }: CreateEngagementCommandOutput, body: string): AttemptOutcome {
  const awsRequestId = $metadata.requestId === undefined ? undefined : storable($metadata.requestId);
  if (Id === undefined || Arn === undefined) {
    return {
      kind: 'unknown',
      problem: {
        code: 'partner-central-unavailable',
        detail:
          'Partner Central answered without an engagement. It is not known whether the engagement was created.',
        ...(awsRequestId === undefined ? {} : { awsRequestId }),
      },
    };
  }
  return {
    kind: 'accepted',
    engagement: createdEngagement(Id, Arn, body),
    ...(awsRequestId === undefined ? {} : { awsRequestId }),
  };
}
