import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { EngagementDraftDto } from '../engagements/dto/engagement-draft.dto.js';
import { draftExamples } from '../engagements/dto/engagement.examples.js';
import { EngagementResponse } from '../engagements/dto/engagement.response.js';
import { ApiEngagementId } from '../engagements/engagements.docs.js';
import type { ErrorCode } from '../errors/error-codes.js';
import {
  ApiIdempotencyKey,
  ApiIfMatch,
  ApiIfNoneMatch,
  ApiLongPoll,
  ApiPrefer,
  ApiProblems,
  responseHeaders,
} from '../http/api-docs.decorator.js';
import { FrozenRequestResponse } from './dto/frozen-request.response.js';
import { ResolutionDto } from './dto/resolution.dto.js';
import { ValidationResponse } from './dto/validation.response.js';

/** What whoever submits may be told. */
export const submissionProblems = [
  'catalog-not-allowed',
  'engagement-not-ready',
  'idempotency-key-reused',
  'idempotency-key-in-use',
  'partner-central-validation',
  'partner-central-conflict',
  'partner-central-access-denied',
  'partner-central-not-found',
  'partner-central-quota-exceeded',
  'partner-central-throttled',
  'partner-central-unavailable',
  'partner-central-timeout',
  'partner-central-credentials',
  'resolved-as-not-created',
  'database-unavailable',
] as const satisfies readonly ErrorCode[];

/** Documents the answer while a submission is open. */
export const ApiStillOpen = () =>
  ApiResponse({
    status: 202,
    description: 'Still open: look at `Location` after `Retry-After`.',
    type: EngagementResponse,
    headers: responseHeaders.stillOpen,
  });

/** Documents an engagement as the body, with examples. */
export const ApiDraftBody = () =>
  applyDecorators(
    ApiExtraModels(EngagementDraftDto),
    ApiBody({ required: true, schema: { $ref: getSchemaPath(EngagementDraftDto) }, examples: draftExamples }),
  );

/** Documents what the `GET` of one engagement takes and answers, whatever it is found by. */
export const ApiEngagementOrNews = () =>
  applyDecorators(
    ApiIfNoneMatch(),
    ApiLongPoll(),
    ApiOkResponse({ type: EngagementResponse, headers: responseHeaders.etag }),
    ApiResponse({ status: 304, description: 'It is what you have.', headers: responseHeaders.etag }),
    ApiProblems('invalid-request', 'engagement-not-found', 'database-unavailable'),
  );

export const SaveEngagementDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'createEngagement',
      summary: 'Save a draft, or save and submit in one call',
      description:
        'A draft may be incomplete: what is missing or too short is told in `readiness`. What is wrong is a 400. With `submit=true` the engagement is created in AWS at once; one that is not ready is a 422 and not saved, one that AWS refuses is kept as `rejected`. With `submit=ifReady` one that is not ready is saved as a draft instead.',
    }),
    ApiPrefer(),
    ApiIdempotencyKey(),
    ApiDraftBody(),
    ApiCreatedResponse({
      description: 'Saved, and accepted by AWS where it was to be submitted.',
      type: EngagementResponse,
      headers: responseHeaders.location,
    }),
    ApiStillOpen(),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      // What its key stands for may have been deleted.
      'engagement-not-found',
      'duplicate-external-ref',
      'payload-too-large',
      'unsupported-media-type',
      ...submissionProblems,
    ),
  );

export const ValidateEngagementDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'validateEngagement',
      summary: 'Tell what would become of an engagement, saving nothing',
      description:
        'Whether it could be saved and submitted, all findings at once, its canonical form, and the request that AWS would get.',
    }),
    ApiDraftBody(),
    ApiOkResponse({ type: ValidationResponse, headers: responseHeaders.requestId }),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      'payload-too-large',
      'unsupported-media-type',
      'database-unavailable',
    ),
  );

export const GetEngagementDocs = () =>
  applyDecorators(
    ApiOperation({ operationId: 'getEngagement', summary: 'Get an engagement, or wait for news of it' }),
    ApiEngagementId(),
    ApiEngagementOrNews(),
  );

export const SubmitEngagementDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'submitEngagement',
      summary: 'Submit an engagement to AWS Partner Central',
      description:
        'Freezes the request with its ClientToken, sends it, and waits for the outcome. Submitting again while it is open joins the same submission; an `unresolved` one is looked up in AWS and sent again as it was, at once. Never are two engagements created.',
    }),
    ApiEngagementId(),
    ApiIfMatch(),
    ApiPrefer(),
    ApiIdempotencyKey(),
    ApiOkResponse({
      description: 'Accepted by AWS.',
      type: EngagementResponse,
      headers: responseHeaders.location,
    }),
    ApiStillOpen(),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      'engagement-not-found',
      'version-mismatch',
      'payload-too-large',
      'unsupported-media-type',
      'already-submitted',
      ...submissionProblems,
    ),
  );

export const ResolveEngagementDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'resolveEngagement',
      summary: 'Settle an unresolved engagement by hand',
      description:
        "For an operator who has found out what AWS will not say. `created`: AWS's engagement with this Arn is looked up, and refused where it is not this one; then the engagement is `submitted`. `not-created`: it is `rejected`, and a new submission has a new ClientToken. Be certain of that: if AWS has it all the same, submitting again creates a second one.",
    }),
    ApiEngagementId(),
    ApiBody({
      type: ResolutionDto,
      examples: {
        'not-created': { summary: 'AWS does not have it', value: { outcome: 'not-created' } },
        created: {
          summary: 'AWS has it',
          value: {
            outcome: 'created',
            arn: 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-ktsuz9kfow9cv5',
          },
        },
      },
    }),
    ApiOkResponse({ type: EngagementResponse, headers: responseHeaders.etag }),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      'engagement-not-found',
      'engagement-not-unresolved',
      'resolution-refused',
      'partner-central-access-denied',
      'partner-central-throttled',
      'partner-central-unavailable',
      'partner-central-timeout',
      'partner-central-credentials',
      'payload-too-large',
      'unsupported-media-type',
      'database-unavailable',
    ),
  );

export const GetRequestDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getEngagementRequest',
      summary: 'Show the CreateEngagement request that submit would send, or sent',
    }),
    ApiEngagementId(),
    ApiOkResponse({ type: FrozenRequestResponse, headers: responseHeaders.requestId }),
    ApiProblems(
      'engagement-not-found',
      'engagement-not-ready',
      'personal-data-erased',
      'database-unavailable',
    ),
  );
