import { SpanKind } from '@opentelemetry/api';
import type { AttemptOutcome } from '../partner-central/attempt-outcome.js';
import { failed, inSpanOf } from '../tracing/spans.js';
import type { ClaimedSubmission, LookUp } from './submission-state.js';

/** A CreateEngagement call as part of the trace of the request that has asked for the submission. */
export function inAttemptSpan(
  claimed: ClaimedSubmission,
  attempt: number,
  call: () => Promise<AttemptOutcome>,
): Promise<AttemptOutcome> {
  const attributes = {
    'rpc.system': 'aws-api',
    'rpc.service': 'PartnerCentralSelling',
    'rpc.method': 'CreateEngagement',
    'submission.attempt': attempt,
    ...idsOf(claimed),
  };
  return inSpanOf(
    claimed.traceparent,
    'CreateEngagement',
    { kind: SpanKind.CLIENT, attributes },
    async (span) => {
      const outcome = await call();
      span.setAttribute('submission.outcome', outcome.kind);
      const awsRequestId = 'problem' in outcome ? outcome.problem.awsRequestId : outcome.awsRequestId;
      if (awsRequestId !== undefined) {
        span.setAttribute('aws.request_id', awsRequestId);
      }
      if ('problem' in outcome) {
        failed(span, outcome.problem.code);
      }
      return outcome;
    },
  );
}

/** A look-up as part of that trace; the calls that it takes are its children. */
export function inLookUpSpan(claimed: ClaimedSubmission, lookUp: () => Promise<LookUp>): Promise<LookUp> {
  return inSpanOf(claimed.traceparent, 'look up engagement', { attributes: idsOf(claimed) }, async (span) => {
    const found = await lookUp();
    span.setAttribute('submission.look_up', found.kind);
    return found;
  });
}

function idsOf({ id, engagementId, catalog }: ClaimedSubmission) {
  return { 'submission.id': id, 'engagement.id': engagementId, 'engagement.catalog': catalog };
}
