import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { EngagementResponse } from '../../engagements/dto/engagement.response.js';
import {
  ApiIdempotencyKey,
  ApiIfMatch,
  ApiPrefer,
  ApiProblems,
  responseHeaders,
} from '../../http/api-docs.decorator.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { ApiDraftBody, ApiEngagementOrNews, ApiStillOpen, submissionProblems } from '../submissions.docs.js';

const ApiExternalRef = () =>
  ApiParam({
    name: 'externalRef',
    description: 'Your own id of it, such as the CRM’s. Percent-encode what a path can’t hold.',
    schema: { type: 'string', minLength: 1, maxLength: engagementRules.externalRef.max },
    example: 'crm-8841',
  });

export const PutByRefDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'putEngagementByRef',
      summary: 'Create or replace an engagement by your own id, and submit it',
      description:
        'Say what the engagement is to hold, as often as you like: it is made if it is not there; replaced while it is `draft` or `rejected`; and with `submit` submitted, or joined while it is being submitted. Once AWS has it, the same content is a 200 with its Arn, and other content a 409 whose `differs` says where. Never are two engagements created, whoever puts it at the same time.',
    }),
    ApiExternalRef(),
    ApiIfMatch(),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '`*`: only if there is none with your id yet; else 412.',
      schema: { type: 'string' },
    }),
    ApiPrefer(),
    ApiIdempotencyKey(),
    ApiDraftBody(),
    ApiCreatedResponse({
      description: 'Made, and accepted by AWS where it was to be submitted.',
      type: EngagementResponse,
      headers: responseHeaders.location,
    }),
    ApiOkResponse({
      description: 'It was there, and is as you say; accepted by AWS where it was to be submitted.',
      type: EngagementResponse,
      headers: responseHeaders.location,
    }),
    ApiStillOpen(),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      // What its key stands for may have been deleted.
      'engagement-not-found',
      'engagement-not-editable',
      'version-mismatch',
      'payload-too-large',
      'unsupported-media-type',
      ...submissionProblems,
    ),
  );

export const GetByRefDocs = () =>
  applyDecorators(
    ApiOperation({ operationId: 'getEngagementByRef', summary: 'Get an engagement by your own id' }),
    ApiExternalRef(),
    ApiEngagementOrNews(),
  );
