import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiIfMatch, ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';
import { EngagementPatchSchema } from './dto/engagement-patch.schema.js';
import { patchExamples } from './dto/engagement.examples.js';
import { EngagementPageResponse, EngagementResponse } from './dto/engagement.response.js';
import { HistoryResponse } from './dto/history.response.js';
import { SummaryResponse } from './dto/summary.response.js';

/** The engagement's id in the path. */
export const ApiEngagementId = () =>
  ApiParam({ name: 'id', description: "The engagement's id.", schema: { type: 'string', format: 'uuid' } });

export const ListEngagementsDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'listEngagements',
      summary: 'List engagements, newest first',
      description:
        'Pages by cursor: pass `nextCursor` on until it is null. A page has fewer than `limit` where they are large. New engagements do not shift the pages.',
    }),
    ApiOkResponse({
      type: EngagementPageResponse,
      headers: {
        ...responseHeaders.requestId,
        Link: { description: 'The next page, as `rel="next"`.', schema: { type: 'string' } },
      },
    }),
    ApiProblems('invalid-request', 'database-unavailable'),
  );

export const SummarizeEngagementsDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'summarizeEngagements',
      summary: 'Count engagements by status, by catalog and by last error',
      description: 'Yours; everyone’s with the scope `engagements:admin`.',
    }),
    ApiOkResponse({ type: SummaryResponse, headers: responseHeaders.requestId }),
    ApiProblems('invalid-request', 'forbidden', 'database-unavailable'),
  );

export const GetHistoryDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getEngagementHistory',
      summary: 'Show every change and every attempt of an engagement, oldest first',
      description:
        'It holds no personal data, and outlives a deleted engagement. A long one comes in pages: pass `nextCursor` on until it is null.',
    }),
    ApiEngagementId(),
    ApiOkResponse({ type: HistoryResponse, headers: responseHeaders.requestId }),
    ApiProblems('invalid-request', 'engagement-not-found', 'database-unavailable'),
  );

export const EditEngagementDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'editEngagement',
      summary: 'Edit a draft or a rejected engagement',
      description:
        'A JSON Merge Patch (RFC 7396): what you send replaces what is there, `null` clears it, `contexts` is replaced whole.',
    }),
    ApiEngagementId(),
    ApiIfMatch(),
    ApiExtraModels(EngagementPatchSchema),
    ApiBody({
      required: true,
      schema: { $ref: getSchemaPath(EngagementPatchSchema) },
      examples: patchExamples,
    }),
    ApiOkResponse({ type: EngagementResponse, headers: responseHeaders.etag }),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      'catalog-not-allowed',
      'engagement-not-found',
      'duplicate-external-ref',
      'engagement-not-editable',
      'version-mismatch',
      'payload-too-large',
      'unsupported-media-type',
      'database-unavailable',
    ),
  );

export const DeleteEngagementDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'deleteEngagement',
      summary: 'Delete a draft or a rejected engagement',
      description: 'Its personal data is gone with it.',
    }),
    ApiEngagementId(),
    ApiIfMatch(),
    ApiNoContentResponse({ description: 'It is gone.', headers: responseHeaders.requestId }),
    ApiProblems(
      'invalid-request',
      'engagement-not-found',
      'engagement-not-editable',
      'version-mismatch',
      'database-unavailable',
    ),
  );
