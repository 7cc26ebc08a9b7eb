import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type HistoryPage, OPERATOR, serviceActors } from '../../audit/engagement-history.js';
import { anonymous, type Caller } from '../../auth/caller.js';
import { readStoredProblem } from '../../errors/stored-problem.js';
import { refTo } from '../../http/openapi-schema.js';
import { cursorAfter } from '../../http/pagination.js';
import { toProblem } from '../../http/problem.js';

/** What it is in the document depends on its type: `history.schemas.ts`. */
interface HistoryEventResponse {
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly details: unknown;
}

@ApiSchema({ name: 'History' })
export class HistoryResponse {
  @ApiProperty({ type: 'array', items: refTo('HistoryEvent') }) data!: HistoryEventResponse[];

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
