import type { Finding } from '../errors/finding.js';
import { shortened } from '../errors/finding-list.js';
import {
  contentOf,
  type EngagementContent,
  type KeptReadiness,
  type ShownEngagement,
} from './engagement.record.js';
import { checkedFindings, readinessOf, targetDateOf, warningsOf } from './readiness.js';

/**
 * Which rules readiness is found by. It rises with every change of a rule, a check or its message: what was found by
 * others is found anew when it is read. `kept-readiness.spec.ts` tells when that is due.
 */
export const RULES_NUMBER = 2;

const NONE = '[]';

/** @param errors all that stands in the way of submitting this content */
export function keptReadinessOf(
  { contexts = [] }: EngagementContent,
  errors: readonly Finding[],
): KeptReadiness {
  const [firstTargetDate] = contexts.flatMap((context) => targetDateOf(context) ?? []).sort();
  return {
    errors: JSON.stringify(shortened(errors)),
    rules: RULES_NUMBER,
    ...(firstTargetDate === undefined ? {} : { firstTargetDate }),
  };
}

/**
 * Readiness as the API tells it, as JSON text. What depends on the day is found here.
 * @param today as YYYY-MM-DD, UTC
 */
export function readinessText(engagement: ShownEngagement, today: string): string {
  const { errors, rules, firstTargetDate } = engagement.readiness;
  // It was ready: AWS has it. What is erased by now can't be found anew.
  if (rules !== RULES_NUMBER && engagement.personalDataErasedAt === undefined) {
    return JSON.stringify(readinessOf(contentOf(engagement), today));
  }
  const warnings =
    firstTargetDate !== undefined && firstTargetDate < today
      ? JSON.stringify(warningsOf(contentOf(engagement), today))
      : NONE;
  return `{"ready":${errors === NONE},"errors":${errors},"warnings":${warnings}}`;
}

/** All that stands in the way of submitting a kept engagement. */
export function keptFindings(engagement: ShownEngagement): readonly Finding[] {
  const { errors, rules } = engagement.readiness;
  if (rules !== RULES_NUMBER && engagement.personalDataErasedAt === undefined) {
    return checkedFindings(contentOf(engagement)).submit;
  }
  return errors === NONE ? [] : readFindings(errors);
}

function readFindings(text: string): Finding[] {
  const findings: unknown = JSON.parse(text);
  if (!isKeptFindings(findings)) {
    throw new TypeError('Kept findings are no list');
  }
  return findings;
}

/** Nobody else writes them. */
function isKeptFindings(value: unknown): value is Finding[] {
  return Array.isArray(value);
}
