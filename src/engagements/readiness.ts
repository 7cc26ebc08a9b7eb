import type { Finding } from '../errors/finding.js';
import { shortened } from '../errors/finding-list.js';
import { compileChecks } from '../validation/compiled-checks.js';
import type { ContextDto } from './dto/context.dto.js';
import { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import { SUBMIT } from './validation/field-checks.js';

/** Whether an engagement can be submitted, and what stands in its way. */
export interface Readiness {
  readonly ready: boolean;
  readonly errors: readonly Finding[];
  /** What AWS takes, but is probably not meant. */
  readonly warnings: readonly Finding[];
}

const DAY_MS = 86_400_000;

let latestDay = { number: 0, text: '1970-01-01' };

/** As YYYY-MM-DD. It is written once a day: each answer asks for it. */
export function todayInUtc(): string {
  const number = Math.floor(Date.now() / DAY_MS);
  if (number !== latestDay.number) {
    latestDay = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 10) };
  }
  return latestDay.text;
}

/** @param today as YYYY-MM-DD, UTC */
export function readinessOf(content: EngagementDraftDto, today = todayInUtc()): Readiness {
  const errors = shortened(checkedFindings(content).submit);
  return { ready: errors.length === 0, errors, warnings: warningsOf(content, today) };
}

/** What AWS takes, but is probably not meant. */
export function warningsOf({ contexts = [] }: EngagementDraftDto, today: string): Finding[] {
  return contexts.flatMap((context, index) => {
    const date = targetDateOf(context);
    // AWS refuses a past date on opportunities; nothing says that it does on engagements.
    return date !== undefined && date < today
      ? [
          {
            pointer: `/contexts/${index}/project/targetCompletionDate`,
            code: 'VALUE_OUT_OF_RANGE' as const,
            message: 'Lies in the past.',
          },
        ]
      : [];
  });
}

/** The day that a context's project is to be complete by, as YYYY-MM-DD; undefined where none is named. */
export function targetDateOf(context: ContextDto): string | undefined {
  const date = 'project' in context ? context.project?.targetCompletionDate : undefined;
  return date === '' ? undefined : date;
}

/** What the checks find in an engagement's content. */
export interface CheckedContent {
  /** What is wrong with it whatever becomes of it: too long, no such value, unreadable. */
  readonly draft: readonly Finding[];
  /** All that stands in the way of submitting: what is wrong, and what is missing or too short. */
  readonly submit: readonly Finding[];
}

const check = compileChecks(EngagementDraftDto, SUBMIT);

/** @param content as the reader has put it in shape, or as it was stored */
export function checkedFindings(content: object): CheckedContent {
  const { always, all } = check(content);
  return { draft: always, submit: all };
}
