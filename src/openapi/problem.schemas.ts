import { scopes } from '../auth/scopes.js';
import { type ErrorCode, errorCodes } from '../errors/error-codes.js';
import { retries, retryMeanings } from '../errors/retry.js';
import { type Schema, type Schemas, refTo, type WrittenSchema } from '../http/openapi-schema.js';
import { problemCatalogue } from '../http/problem-catalogue.js';
import type { ProblemMember } from '../http/problem-kind.js';
import { toProblem } from '../http/problem.js';

/** A code whose status is whatever the web server has said. */
const ANY_STATUS: ErrorCode = 'request-refused';

/**
 * The schemas of problems: one for each error code, from the catalogue, and `Problem`, which is any of them. Their `type`
 * tells them apart.
 */
export function problemSchemas(): Schemas {
  return {
    Problem: { description: 'What went wrong (RFC 9457).', ...problemOf(errorCodes) },
    ProblemType: {
      type: 'string',
      enum: errorCodes.map(typeOf),
      description: 'Which problem it is; a stable address that explains it.',
    },
    Retry: {
      type: 'string',
      enum: [...retries],
      description: `What to do: ${retries.map((retry) => `\`${retry}\`: ${retryMeanings[retry]}`).join('; ')}.`,
    },
    ...Object.fromEntries(errorCodes.map((code) => [schemaNameOf(code), schemaOf(code)])),
  };
}

/** One of several problems. */
export function problemOf(codes: readonly ErrorCode[]): Schema {
  const [first, ...others] = codes.map((code) => refTo(schemaNameOf(code)));
  return first !== undefined && others.length === 0
    ? first
    : {
        oneOf: codes.map((code) => refTo(schemaNameOf(code))),
        discriminator: {
          propertyName: 'type',
          mapping: Object.fromEntries(
            codes.map((code) => [typeOf(code), `#/components/schemas/${schemaNameOf(code)}`]),
          ),
        },
      };
}

/** How such a problem looks. */
export function exampleOf(code: ErrorCode): object {
  const { explanation, always = [] } = problemCatalogue[code];
  const further = Object.fromEntries(always.map((member) => [member, members[member].example]));
  return { ...toProblem({ code, detail: explanation }), ...further };
}

const typeOf = (code: ErrorCode): string => `/problems/${code}`;

/** `engagement-not-ready` is an `EngagementNotReadyProblem`. */
function schemaNameOf(code: ErrorCode): string {
  const words = code.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Problem`;
}

function schemaOf(code: ErrorCode): Schema {
  const { title, explanation, retry, orRetry, always = [], maybe = [] } = problemCatalogue[code];
  return {
    type: 'object',
    title: schemaNameOf(code),
    description: explanation,
    required: ['type', 'title', 'status', 'detail', 'retry', ...always],
    properties: {
      // One value each: what generators tell the problems apart by.
      type: { type: 'string', enum: [typeOf(code)] },
      title: { type: 'string', example: title },
      status: statusOf(code),
      detail: { type: 'string', description: 'What went wrong this time.' },
      retry: {
        type: 'string',
        enum: orRetry === undefined ? [retry] : [retry, orRetry],
        description: 'What to do: see `Retry`.',
      },
      ...ofRequest,
      ...Object.fromEntries([...always, ...maybe].map((member) => [member, members[member]])),
    },
  };
}

function statusOf(code: ErrorCode): Schema {
  const { status } = problemCatalogue[code];
  return code === ANY_STATUS
    ? { type: 'integer', minimum: 400, maximum: 499, example: status }
    : { type: 'integer', enum: [status] };
}

/** What an answer's own problem has. One that stands in an engagement is of no request. */
const ofRequest: Schemas = {
  instance: { type: 'string', description: 'The path that was asked for.' },
  requestId: { type: 'string', description: 'What to tell the operator; also in `X-Request-Id`.' },
};

const members: Readonly<Record<ProblemMember, WrittenSchema>> = {
  errors: {
    type: 'array',
    items: refTo('Finding'),
    description: 'The fields at fault, all at once.',
    example: [{ pointer: '/title', code: 'REQUIRED_FIELD_MISSING', message: 'Is required to submit.' }],
  },
  engagementId: {
    type: 'string',
    format: 'uuid',
    description: 'The engagement that it is about; also in `Location`.',
    example: '0197f3a2-5b8c-7d41-9e0f-3c6a1b2d4e5f',
  },
  engagementStatus: {
    allOf: [refTo('EngagementStatus')],
    description: 'Where that engagement stands.',
    example: 'submitting',
  },
  currentVersion: { type: 'integer', description: 'The version that the engagement is at.', example: 3 },
  differs: {
    type: 'array',
    items: { type: 'string' },
    description: 'What you sent that the engagement has otherwise, as JSON Pointers (RFC 6901).',
    example: ['/title'],
  },
  arn: {
    type: 'string',
    description: "The submitted engagement's Arn.",
    example: 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-ktsuz9kfow9cv5',
  },
  reason: {
    type: 'string',
    description: "Partner Central's own reason.",
    example: 'BUSINESS_VALIDATION_FAILED',
  },
  awsRequestId: {
    type: 'string',
    description: "AWS's request id, for AWS Support.",
    example: '5b0f8a3e-7d0c-4f43-9c55-1b1f6e2d7a90',
  },
  requiredScope: {
    type: 'string',
    enum: [...scopes],
    description: 'The scope that it takes.',
    example: 'engagements:submit',
  },
  missing: {
    type: 'array',
    items: {
      type: 'object',
      required: ['code', 'detail'],
      properties: {
        code: { type: 'string', description: 'Stable: alarms may rely on it.', example: 'database-away' },
        detail: { type: 'string' },
      },
    },
    description: 'Of `GET /health/ready`: all that lacks, at once.',
    example: [{ code: 'database-away', detail: 'The database does not answer.' }],
  },
};
