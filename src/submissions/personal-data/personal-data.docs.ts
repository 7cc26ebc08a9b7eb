import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation } from '@nestjs/swagger';
import { ApiEngagementId } from '../../engagements/engagements.docs.js';
import { ApiIfMatch, ApiProblems, responseHeaders } from '../../http/api-docs.decorator.js';

export const ErasePersonalDataDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'erasePersonalData',
      summary: 'Erase what was written in a submitted engagement',
      description:
        "Its title, description and contexts, the requests that were made of them, and the answers kept for Idempotency-Keys. What stays are its id, your `externalRef` (which is to be no personal data), status, times, Arn and history. AWS's copy is untouched. Done again, it is 204 again.",
    }),
    ApiEngagementId(),
    ApiIfMatch(),
    ApiNoContentResponse({ description: 'It is erased.', headers: responseHeaders.requestId }),
    ApiProblems(
      'invalid-request',
      'malformed-json',
      'engagement-not-found',
      'engagement-not-submitted',
      'version-mismatch',
      'database-unavailable',
    ),
  );
