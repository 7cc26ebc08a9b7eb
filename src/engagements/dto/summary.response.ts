import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { CatalogName } from '../../config/settings.js';
import { EngagementStatus } from '../../database/generated/enums.js';
import { catalogs } from '../../partner-central/rules/values.js';
import type { EngagementSummary } from '../engagement-summaries.js';
import { ERRORS_OF_NEWEST, type OldestOpenRow } from '../statements/summarize-engagements.js';

const statuses = Object.values(EngagementStatus);

@ApiSchema({ name: 'StatusCounts' })
export class StatusCountsResponse implements Record<EngagementStatus, number> {
  @ApiProperty({ type: 'integer' }) draft!: number;
  @ApiProperty({ type: 'integer' }) submitting!: number;
  @ApiProperty({ type: 'integer' }) submitted!: number;
  @ApiProperty({ type: 'integer' }) rejected!: number;
  @ApiProperty({ type: 'integer' }) unresolved!: number;
}

@ApiSchema({ name: 'CatalogCounts' })
export class CatalogCountsResponse implements Record<CatalogName, StatusCountsResponse> {
  @ApiProperty({ type: () => StatusCountsResponse }) Sandbox!: StatusCountsResponse;
  @ApiProperty({ type: () => StatusCountsResponse }) AWS!: StatusCountsResponse;
}

@ApiSchema({ name: 'OldestOpenEngagement' })
export class OldestOpenResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: statuses, enumName: 'EngagementStatus', description: 'Where it stands.' })
  status!: EngagementStatus;
  @ApiProperty({ enum: catalogs, enumName: 'Catalog', description: 'Where AWS creates it.' })
  catalog!: CatalogName;
  @ApiProperty({ format: 'date-time', description: 'When it was submitted.' }) requestedAt!: string;
  @ApiProperty({
    format: 'date-time',
    required: false,
    description: 'When it is next sent, or looked up in AWS. Missing while an attempt is under way.',
  })
  nextAttemptAt?: string;
}

@ApiSchema({ name: 'EngagementSummary' })
export class SummaryResponse {
  @ApiProperty({
    format: 'date-time',
    description: 'When that was so: of hundreds of thousands it may be some seconds ago.',
  })
  at!: string;

  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: () => StatusCountsResponse }) byStatus!: StatusCountsResponse;
  @ApiProperty({ type: () => CatalogCountsResponse }) byCatalog!: CatalogCountsResponse;

  @ApiProperty({
    type: () => OldestOpenResponse,
    nullable: true,
    description: 'Of those that are `submitting` or `unresolved` the one that was submitted first.',
  })
  oldestOpen!: OldestOpenResponse | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: `How many have which last error, by the slug of its problem: of those that are \`submitting\`, \`unresolved\` or \`rejected\`, the newest ${ERRORS_OF_NEWEST} of each status and catalog.`,
    example: { 'partner-central-throttled': 12 },
  })
  byLastError!: Record<string, number>;
}

export function toSummaryResponse({
  at,
  counts,
  oldest_open: oldest,
  errors,
}: EngagementSummary): SummaryResponse {
  const rows = counts ?? [];
  const countsOf = (some: typeof rows): StatusCountsResponse => {
    const countOf = (wanted: EngagementStatus) =>
      some.reduce((sum, { status, count }) => (status === wanted ? sum + count : sum), 0);
    return {
      draft: countOf('draft'),
      submitting: countOf('submitting'),
      submitted: countOf('submitted'),
      rejected: countOf('rejected'),
      unresolved: countOf('unresolved'),
    };
  };
  return {
    at: at.toISOString(),
    total: rows.reduce((sum, { count }) => sum + count, 0),
    byStatus: countsOf(rows),
    byCatalog: {
      Sandbox: countsOf(rows.filter(({ catalog }) => catalog === 'Sandbox')),
      AWS: countsOf(rows.filter(({ catalog }) => catalog === 'AWS')),
    },
    oldestOpen: oldest && toOldestOpen(oldest),
    byLastError: Object.fromEntries((errors ?? []).map(({ code, count }) => [code, count])),
  };
}

function toOldestOpen(row: OldestOpenRow): OldestOpenResponse {
  const { id, status, catalog } = row;
  return {
    id,
    status,
    catalog,
    requestedAt: new Date(row.requested_at).toISOString(),
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: new Date(row.next_attempt_at).toISOString() }),
  };
}
