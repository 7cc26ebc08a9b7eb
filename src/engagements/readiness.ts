import type { Finding } from '../errors/finding.js';
import type { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import { submitFindings } from './validation/engagement-findings.js';

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

function warningsOf({ contexts = [] }: EngagementDraftDto, today: string): Finding[] {
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
