import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { EngagementStatus } from '../../database/generated/enums.js';
import { whileOpen } from '../../engagements/status.js';
import { type Problem, toProblem } from '../../http/problem.js';
import { describedRefTo } from '../../http/openapi-schema.js';
import {
  batchResults,
  type BatchRow,
  type BatchState,
  type SubmissionBatch,
  withFewFindings,
} from './submission-batch.js';

const statuses = [...Object.values(EngagementStatus), 'deleted'] as const;
type RowStatus = (typeof statuses)[number];

@ApiSchema({ name: 'SubmissionBatchRow' })
class SubmissionBatchRowResponse {
  @ApiProperty({ description: "The engagement's id, as it was sent." }) id!: string;

  @ApiProperty({
    enum: batchResults,
    enumName: 'SubmissionBatchResult',
    description: 'What came of asking. `queued`: it was, or it had been before.',
  })
  result!: string;

  @ApiProperty({
    enum: statuses,
    enumName: 'SubmissionBatchRowStatus',
    required: false,
    description: 'Where it stands now; missing where there never was such an engagement.',
  })
  status?: RowStatus;

  @ApiProperty({ required: false, description: "The engagement's Arn, once AWS has it." }) arn?: string;

  @ApiProperty({
    ...describedRefTo('Problem', 'Why it was not queued, or what its last failed attempt ended in.'),
    required: false,
  })
  error?: Problem;
}

@ApiSchema({ name: 'SubmissionBatch', description: 'Engagements that were submitted together.' })
export class SubmissionBatchResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: 'integer' }) total!: number;

  @ApiProperty({
    type: 'integer',
    description: 'How many are still on their way: `submitting` or `unresolved`.',
  })
  open!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many have each status.',
    example: { submitted: 497, submitting: 2, draft: 1 },
  })
  counts!: Record<string, number>;

  @ApiProperty({
    type: () => SubmissionBatchRowResponse,
    isArray: true,
    description: 'In the order of the ids.',
  })
  data!: SubmissionBatchRowResponse[];
}

/** A batch as the API shows it: what was said of each engagement, and where it stands now. */
export function toSubmissionBatchResponse(
  { id, createdAt, rows }: SubmissionBatch,
  states: ReadonlyMap<string, BatchState>,
): SubmissionBatchResponse {
  const data = rows.map((row) => toRowResponse(row, states.get(row.id.toLowerCase())));
  const groups = Map.groupBy(data, ({ status }) => status ?? 'not-found');
  const counts = Object.fromEntries([...groups].map(([status, group]) => [status, group.length]));
  const { submitting = 0, unresolved = 0 } = counts;
  return {
    id,
    createdAt: createdAt.toISOString(),
    total: rows.length,
    open: submitting + unresolved,
    counts,
    data,
  };
}

function toRowResponse(
  { id, result, error: refusal }: BatchRow,
  state: BatchState | undefined,
): SubmissionBatchRowResponse {
  const error = refusal ?? state?.lastError;
  const told = refusal === undefined && state !== undefined ? whileOpen(state.status) : {};
  const status = state?.status ?? (result === 'not-found' ? undefined : 'deleted');
  return {
    id,
    result,
    ...(status === undefined ? {} : { status }),
    ...(state?.arn === undefined ? {} : { arn: state.arn }),
    ...(error === undefined ? {} : { error: toProblem({ ...withFewFindings(error), ...told }) }),
  };
}
