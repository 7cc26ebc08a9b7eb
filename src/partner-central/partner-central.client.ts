import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import {
  CreateEngagementCommand,
  type CreateEngagementCommandOutput,
  PartnerCentralSellingClient,
} from '@aws-sdk/client-partnercentral-selling';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { AttemptOutcome } from './attempt-outcome.js';
import { classifyError } from './classify-error.js';
import type { FrozenRequest } from './create-engagement.request.js';

/** The one connection to Partner Central: kept alive, one attempt a call, every attempt limited in time. */
@Injectable()
export class PartnerCentralClient implements OnApplicationShutdown {
  private readonly sdk: PartnerCentralSellingClient;
  private readonly timeoutMs: number;

  constructor(@Inject(SETTINGS) { partnerCentral }: Settings) {
    this.timeoutMs = partnerCentral.timeoutMs;
    this.sdk = new PartnerCentralSellingClient({
      region: partnerCentral.region,
      ...(partnerCentral.endpoint === undefined ? {} : { endpoint: partnerCentral.endpoint }),
      // Retries belong to one layer only: the submission's, which knows token and history.
      maxAttempts: 1,
    });
  }

  /**
   * Sends a frozen CreateEngagement request once.
   * @returns how it ended; it never throws
   */
  async createEngagement(request: FrozenRequest): Promise<AttemptOutcome> {
    const command = new CreateEngagementCommand({ Catalog: undefined, ClientToken: request.clientToken });
    const answer = { body: '' };
    sendExactly(command, request.body);
    keepRawAnswer(command, answer);
    try {
      // `requestTimeout` alone does not abort (measured); the signal does.
      const output = await this.sdk.send(command, { abortSignal: AbortSignal.timeout(this.timeoutMs) });
      return accepted(output, answer.body);
    } catch (error) {
      return classifyError(error, request.body);
    }
  }

  onApplicationShutdown(): void {
    this.sdk.destroy();
  }
}

/**
 * Replaces the body that the SDK wrote by the frozen one, before it is signed: the token must come back with the same
 * bytes even after an upgrade of the SDK that writes, say, timestamps in another way.
 */
function sendExactly(command: CreateEngagementCommand, body: string): void {
  command.middlewareStack.add(
    (next) => (args) => {
      if (!HttpRequest.isInstance(args.request)) {
        throw new TypeError('The SDK sends no HTTP request');
      }
      args.request.body = body;
      return next(args);
    },
    { name: 'frozenBody', step: 'serialize', priority: 'low' },
  );
}

/** Keeps the answer's text: the SDK's Date cuts the nanoseconds that AWS wants back to the letter. */
function keepRawAnswer(command: CreateEngagementCommand, answer: { body: string }): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (HttpResponse.isInstance(result.response) && result.response.body instanceof Readable) {
        answer.body = await text(result.response.body);
        result.response.body = Buffer.from(answer.body);
      }
      return result;
    },
    { name: 'rawAnswer', step: 'deserialize', priority: 'low' },
  );
}

function accepted({ Id, Arn, $metadata }: CreateEngagementCommandOutput, body: string): AttemptOutcome {
  const awsRequestId = $metadata.requestId;
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
  const modifiedAt = rawModifiedAt(body);
  return {
    kind: 'accepted',
    engagement: { id: Id, arn: Arn, ...(modifiedAt === undefined ? {} : { modifiedAt }) },
    ...(awsRequestId === undefined ? {} : { awsRequestId }),
  };
}

function rawModifiedAt(body: string): string | undefined {
  const answer: unknown = JSON.parse(body);
  if (typeof answer !== 'object' || answer === null || !('ModifiedAt' in answer)) {
    return undefined;
  }
  return typeof answer.ModifiedAt === 'string' ? answer.ModifiedAt : String(answer.ModifiedAt);
}
