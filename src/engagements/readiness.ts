import { validateSync } from 'class-validator';
import type { Finding } from '../errors/finding.js';
import { findingsOf } from '../validation/class-validator-findings.js';
import type { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import { SUBMIT } from './validation/field-checks.js';

/** Whether an engagement can be submitted, and what stands in its way. */
export interface Readiness {
  readonly ready: boolean;
  readonly errors: readonly Finding[];
  /** What AWS takes, but is probably not meant. */
  readonly warnings: readonly Finding[];
}

/** @param today as YYYY-MM-DD, UTC */
export function readinessOf(
  content: EngagementDraftDto,
  today = new Date().toISOString().slice(0, 10),
): Readiness {
  const errors = submitFindings(content);
  return { ready: errors.length === 0, errors, warnings: warningsOf(content, today) };
}

/** What AWS takes, but is probably not meant. */
export function warningsOf({ contexts = [] }: EngagementDraftDto, today: string): Finding[] {
  return contexts.flatMap((context, index) => {
    const date = 'project' in context ? context.project?.targetCompletionDate : undefined;
    // AWS refuses a past date on opportunities; nothing says that it does on engagements.
    return date !== undefined && date !== '' && date < today
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

/** What is wrong with a draft whatever becomes of it: too long, no such value, unreadable. */
export function draftFindings(draft: EngagementDraftDto): Finding[] {
  // Any name that is no group of ours switches the checks of `SUBMIT` off.
  return validate(draft, 'draft');
}

/** All that stands in the way of submitting: what is wrong, and what is missing or too short. */
export function submitFindings(draft: EngagementDraftDto): Finding[] {
  return validate(draft, SUBMIT);
}

function validate(draft: EngagementDraftDto, group: string): Finding[] {
  return findingsOf(
    validateSync(draft, { groups: [group], validationError: { target: false, value: false } }),
  );
}
