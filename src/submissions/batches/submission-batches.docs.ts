import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiIdempotencyKey, ApiProblems, responseHeaders } from '../../http/api-docs.decorator.js';
import { SubmissionBatchResponse } from './submission-batch.response.js';
import { SubmitManyDto } from './submit-many.dto.js';

export const SubmitManyDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'submitEngagements',
      summary: 'Submit up to 500 engagements',
      description:
        'Queues each of them and answers with a row for each; one that can’t be submitted stops no other. They make way for engagements that somebody waits for. Asking again is safe: what is queued already is not queued twice.',
    }),
    ApiIdempotencyKey(),
    ApiBody({ type: SubmitManyDto }),
    ApiAcceptedResponse({
      description: 'Queued, as far as they could be; look at `Location` how far they have come.',
      type: SubmissionBatchResponse,
      headers: responseHeaders.newBatch,
    }),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      'payload-too-large',
      'unsupported-media-type',
      'idempotency-key-reused',
      'idempotency-key-in-use',
      'overloaded',
      'database-unavailable',
    ),
  );

export const GetSubmissionBatchDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getSubmissionBatch',
      summary: 'Show how far engagements that were submitted together have come',
      description: 'Kept for 30 days. `Retry-After` says when to look again while any is open.',
    }),
    ApiParam({ name: 'batchId', schema: { type: 'string', format: 'uuid' } }),
    ApiOkResponse({ type: SubmissionBatchResponse, headers: responseHeaders.batch }),
    ApiProblems('batch-not-found', 'database-unavailable'),
  );
