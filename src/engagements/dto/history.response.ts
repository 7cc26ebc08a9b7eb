import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { eventTypes, type RecordedEvent } from '../../audit/engagement-history.js';
import { readStoredProblem } from '../../errors/stored-problem.js';
import { toProblem } from '../../http/problem.js';

@ApiSchema({ name: 'HistoryEvent' })
export class HistoryEventResponse {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ description: 'The caller, or the part of the service that acted by itself.' })
  actor!: string;
  @ApiProperty({ enum: eventTypes, enumName: 'HistoryEventType', description: 'What happened.' })
  type!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'More about it: the fields that changed, without what they say; an attempt with its AWS request id, outcome and error; a decision.',
  })
  details!: unknown;
}

@ApiSchema({ name: 'History' })
export class HistoryResponse {
  @ApiProperty({ type: () => HistoryEventResponse, isArray: true }) data!: HistoryEventResponse[];
}

export function toHistoryResponse(events: readonly RecordedEvent[]): HistoryResponse {
  return {
    data: events.map(({ at, actor, type, details }) => ({
      at: at.toISOString(),
      actor,
      type,
      details: withProblem(details),
    })),
  };
}

/** An attempt's error is kept as its code. */
function withProblem(details: unknown): unknown {
  const error =
    typeof details === 'object' && details !== null && 'error' in details
      ? readStoredProblem(details.error)
      : undefined;
  return error === undefined ? details : Object.assign({}, details, { error: toProblem(error) });
}
