import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiIfMatch, ApiProblems, responseHeaders } from '../http/api-docs.decorator.js';
import { JSON_BODY, JSON_PATCH, MERGE_PATCH } from '../http/taken-body.js';
import { EngagementPatchSchema } from './dto/engagement-patch.schema.js';
import { jsonPatchExamples, mergePatchExamples } from './dto/engagement.examples.js';
import { EngagementPageResponse, EngagementResponse } from './dto/engagement.response.js';
import { JSON_PATCH_SCHEMA } from './dto/json-patch.schema.js';
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
        'What all filters let through. Pages by cursor: pass `nextCursor` on until it is null. A page has fewer than `limit` where they are large. New engagements do not shift the pages.',
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

const mergePatch = () => ({
  schema: { $ref: getSchemaPath(EngagementPatchSchema) },
  examples: mergePatchExamples,
});

export const EditEngagementDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'editEngagement',
      summary: 'Edit a draft or a rejected engagement',
      description:
        'As a JSON Merge Patch (RFC 7396) what you send replaces what is there, `null` clears it, and `contexts` is replaced whole. ' +
        'A JSON Patch (RFC 6902), sent as `application/json-patch+json`, changes single fields, also within contexts: its paths are the pointers that findings have. ' +
        'It is applied to what you wrote, from `catalog` to `contexts` (for the version there is `If-Match`), as a whole or not at all. What is wrong with the patch itself is told with pointers into the patch, such as `/0/path`; what is wrong with the engagement that it makes, with pointers into the engagement.',
      requestBody: {
        required: true,
        content: {
          [JSON_BODY]: mergePatch(),
          [MERGE_PATCH]: mergePatch(),
          [JSON_PATCH]: { schema: { $ref: JSON_PATCH_SCHEMA }, examples: jsonPatchExamples },
        },
      },
    }),
    ApiEngagementId(),
    ApiIfMatch(),
    ApiExtraModels(EngagementPatchSchema),
    ApiOkResponse({ type: EngagementResponse, headers: responseHeaders.etag }),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      'catalog-not-allowed',
      'engagement-not-found',
      'duplicate-external-ref',
      'engagement-not-editable',
      'patch-test-failed',
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
      'malformed-json',
      'engagement-not-found',
      'engagement-not-editable',
      'version-mismatch',
      'database-unavailable',
    ),
  );
