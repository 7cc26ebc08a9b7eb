import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { EngagementStatus } from '../../database/generated/enums.js';
import { listText, objectText } from '../../http/json-text.js';
import { type Problem, toProblem } from '../../http/problem.js';
import { FindingResponse } from '../../http/finding.response.js';
import { describedRefTo } from '../../http/openapi-schema.js';
import { catalogs } from '../../partner-central/rules/values.js';
import type { ShownEngagement, ShownSubmission } from '../engagement.record.js';
import { whileOpen } from '../status.js';
import { readinessText } from '../kept-readiness.js';
import { todayInUtc } from '../readiness.js';
import type { ContextDto } from './context.dto.js';
import { shownContexts } from './engagement.examples.js';
import { contextSchemas } from './engagement.schemas.js';

@ApiSchema({
  name: 'Readiness',
  description: 'Whether it can be submitted: the findings that submit would give.',
})
export class ReadinessResponse {
  @ApiProperty() ready!: boolean;
  @ApiProperty({ type: () => FindingResponse, isArray: true }) errors!: readonly FindingResponse[];

  @ApiProperty({
    type: () => FindingResponse,
    isArray: true,
    description: 'What AWS takes, but is probably not meant.',
  })
  warnings!: readonly FindingResponse[];
}

@ApiSchema({ name: 'PartnerCentral', description: 'The engagement in AWS Partner Central.' })
export class PartnerCentralResponse {
  @ApiProperty({ example: 'eng-ktsuz9kfow9cv5' }) id!: string;

  @ApiProperty({
    example: 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-ktsuz9kfow9cv5',
  })
  arn!: string;

  @ApiProperty({
    required: false,
    description: "AWS's own text, to the nanosecond; AWS wants it back exactly as the lock of an update.",
    example: '2025-12-15T19:58:11.520786314Z',
  })
  modifiedAt?: string;
}

@ApiSchema({ name: 'Submission', description: 'How far the last submission has come.' })
export class SubmissionResponse {
  @ApiProperty({
    type: 'integer',
    description: 'Calls to Partner Central that have begun, those that were throttled too.',
  })
  attempts!: number;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({
    format: 'date-time',
    required: false,
    description:
      'When it is next sent, or looked up in AWS; also while it is `unresolved`. Missing while an attempt is under way; it may lie in the past, while it waits for its turn.',
  })
  nextAttemptAt?: string;
  @ApiProperty({ format: 'date-time', required: false }) settledAt?: string;

  @ApiProperty({
    ...describedRefTo('Problem', 'What the last failed attempt ended in, or what it is waiting for.'),
    required: false,
    example: toProblem({
      code: 'partner-central-throttled',
      detail: 'Partner Central is throttling the AWS account.',
      ...whileOpen('submitting'),
    }),
  })
  lastError?: Problem;
}

@ApiSchema({ name: 'Engagement' })
export class EngagementResponse {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7.' }) id!: string;
  @ApiProperty({
    enum: Object.values(EngagementStatus),
    enumName: 'EngagementStatus',
    description: 'Where it stands.',
  })
  status!: EngagementStatus;
  @ApiProperty({ type: 'integer', example: 1, description: 'Rises with every change; also the ETag.' })
  version!: number;
  @ApiProperty({ enum: catalogs, enumName: 'Catalog', description: 'Where AWS creates it.' })
  catalog!: string;
  @ApiProperty({ required: false, example: 'crm-8841' }) externalRef?: string;
  @ApiProperty({ required: false, example: 'Cloud migration for Acme' }) title?: string;
  @ApiProperty({ required: false, example: "Move Acme's order platform to AWS" }) description?: string;

  @ApiProperty({
    type: 'array',
    items: contextSchemas('shown'),
    example: shownContexts,
  })
  contexts!: readonly ContextDto[];

  @ApiProperty({ example: 'anonymous' }) createdBy!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
  @ApiProperty({ type: () => ReadinessResponse }) readiness!: ReadinessResponse;

  @ApiProperty({ type: () => SubmissionResponse, required: false, description: 'Once submit was asked for.' })
  submission?: SubmissionResponse;

  @ApiProperty({ type: () => PartnerCentralResponse, required: false, description: 'Once AWS has it.' })
  partnerCentral?: PartnerCentralResponse;

  @ApiProperty({
    format: 'date-time',
    required: false,
    description:
      'When its title, description and contexts were erased here. AWS still has them; its `readiness` says nothing from then on.',
  })
  personalDataErasedAt?: string;
}

@ApiSchema({ name: 'EngagementPage' })
export class EngagementPageResponse {
  @ApiProperty({ type: () => EngagementResponse, isArray: true }) data!: EngagementResponse[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The `cursor` of the next page; null on the last one.',
  })
  nextCursor!: string | null;
}

/**
 * An engagement as the API shows it, in canonical form, as JSON text: what comes from the database as JSON passes
 * through as it is.
 * @param today as YYYY-MM-DD, UTC
 */
export function engagementText(engagement: ShownEngagement, today = todayInUtc()): string {
  const { submission } = engagement;
  const members: Omit<EngagementResponse, keyof typeof texts> = {
    id: engagement.id,
    status: engagement.status,
    version: engagement.version,
    catalog: engagement.catalog,
    externalRef: engagement.externalRef,
    title: engagement.title,
    description: engagement.description,
    createdBy: engagement.createdBy,
    createdAt: engagement.createdAt,
    updatedAt: engagement.updatedAt,
    submission: submission && toSubmissionResponse(submission, engagement.status),
    partnerCentral: engagement.partnerCentral,
    personalDataErasedAt: engagement.personalDataErasedAt,
  };
  const texts = { contexts: engagement.contexts, readiness: readinessText(engagement, today) };
  return objectText(members, texts);
}

/** A page of a list as JSON text. */
export function engagementPageText(page: readonly ShownEngagement[], nextCursor: string | null): string {
  const today = todayInUtc();
  const data = page.map((engagement) => engagementText(engagement, today));
  return objectText({ nextCursor }, { data: listText(data) });
}

function toSubmissionResponse(submission: ShownSubmission, status: EngagementStatus): SubmissionResponse {
  const { lastError } = submission;
  return {
    attempts: submission.attempts,
    requestedAt: submission.requestedAt.toISOString(),
    nextAttemptAt: submission.nextAttemptAt?.toISOString(),
    settledAt: submission.settledAt?.toISOString(),
    ...(lastError === undefined ? {} : { lastError: toProblem({ ...lastError, ...whileOpen(status) }) }),
  };
}
