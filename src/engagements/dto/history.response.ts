import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { eventTypes, type HistoryPage, OPERATOR, serviceActors } from '../../audit/engagement-history.js';
import { anonymous, type Caller } from '../../auth/caller.js';
import { readStoredProblem } from '../../errors/stored-problem.js';
import { cursorAfter } from '../../http/pagination.js';
import { toProblem } from '../../http/problem.js';

@ApiSchema({ name: 'HistoryEvent' })
export class HistoryEventResponse {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({
    description:
      'Your own name, the part of the service that acted by itself, or `operator`: another caller who may change everyone’s. Those who may see everyone’s see who it was.',
  })
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

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The `cursor` of the next page; null on the last one.',
  })
  nextCursor!: string | null;
}

/** @param caller whom it is shown to: other callers’ names are nobody’s business but an administrator’s */
export function toHistoryResponse({ events, last }: HistoryPage, caller: Caller): HistoryResponse {
  return {
    data: events.map(({ at, actor, type, details }) => ({
      at: at.toISOString(),
      actor: shownActor(actor, caller),
      type,
      details: withProblem(details),
    })),
    nextCursor: last === undefined ? null : cursorAfter(last),
  };
}

function shownActor(actor: string, { id, scopes }: Caller): string {
  const isKnown = actor === id || actor === anonymous.id || serviceActors.has(actor);
  return isKnown || scopes.has('engagements:admin') ? actor : OPERATOR;
}

/** An attempt's error is kept as its code. */
function withProblem(details: unknown): unknown {
  const error =
    typeof details === 'object' && details !== null && 'error' in details
      ? readStoredProblem(details.error)
      : undefined;
  return error === undefined ? details : Object.assign({}, details, { error: toProblem(error) });
}
