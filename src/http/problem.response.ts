import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { findingCodes } from '../errors/finding.js';
import { type Retry, retries, retryMeanings } from '../errors/retry.js';

@ApiSchema({ name: 'Finding', description: 'One thing wrong with one field.' })
export class FindingResponse {
  @ApiProperty({
    required: false,
    description: 'JSON Pointer (RFC 6901) into your body.',
    example: '/contexts/0/customer/industry',
  })
  pointer?: string;

  @ApiProperty({ required: false, description: 'The query parameter or header at fault.', example: 'limit' })
  parameter?: string;

  @ApiProperty({ required: false, description: 'The column of an imported CSV at fault.', example: 'email' })
  column?: string;

  @ApiProperty({ enum: findingCodes, enumName: 'FindingCode', example: 'REQUIRED_FIELD_MISSING' })
  code!: string;

  @ApiProperty({ example: 'Is required to submit.' })
  message!: string;

  @ApiProperty({
    required: false,
    description:
      'The nearest value or name that may be sent, where there is one. Nothing is changed by itself.',
    example: 'Retail',
  })
  suggestion?: string;

  @ApiProperty({ required: false, description: "AWS's own name for the field, where AWS found the fault." })
  awsField?: string;

  @ApiProperty({
    required: false,
    enum: ['partner-central'],
    description:
      'In `readiness`: Partner Central found it at the last submission, and the value has not changed since.',
  })
  source?: 'partner-central';
}

const retryDescription = `What to do: ${retries.map((retry) => `\`${retry}\`: ${retryMeanings[retry]}`).join('; ')}.`;

@ApiSchema({ name: 'Problem', description: 'What went wrong (RFC 9457).' })
export class ProblemResponse {
  @ApiProperty({
    format: 'uri-reference',
    description: 'Which problem it is; a stable address that explains it.',
    example: '/problems/invalid-request',
  })
  type!: string;

  @ApiProperty({ example: 'The request is not valid' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ description: 'What went wrong this time.' })
  detail!: string;

  @ApiProperty({ enum: retries, enumName: 'Retry', description: retryDescription, example: 'fix' })
  retry!: Retry;

  @ApiProperty({ required: false, description: 'The path that was asked for.' })
  instance?: string;

  @ApiProperty({ required: false, description: 'What to tell the operator; also in `X-Request-Id`.' })
  requestId?: string;

  @ApiProperty({
    required: false,
    type: () => FindingResponse,
    isArray: true,
    description: 'The fields at fault.',
  })
  errors?: readonly FindingResponse[];

  @ApiProperty({ required: false, format: 'uuid', description: 'The engagement that it is about.' })
  engagementId?: string;

  @ApiProperty({
    required: false,
    description: "Partner Central's own reason.",
    example: 'BUSINESS_VALIDATION_FAILED',
  })
  reason?: string;

  @ApiProperty({ required: false, description: "AWS's request id, for AWS Support." })
  awsRequestId?: string;

  @ApiProperty({
    required: false,
    description:
      'Where the engagement stands after a submission: `rejected`, or `unresolved` while it may exist.',
    example: 'rejected',
  })
  engagementStatus?: string;

  @ApiProperty({ required: false, description: "The submitted engagement's Arn." })
  arn?: string;

  @ApiProperty({ required: false, type: 'integer', description: 'The version that the engagement is at.' })
  currentVersion?: number;
}
