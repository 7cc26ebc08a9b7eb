import type { Finding } from '../errors/finding.js';
import { shortened } from '../errors/finding-list.js';
import type { RuleSet } from '../config/settings.js';
import {
  contentOf,
  type EngagementContent,
  type KeptReadiness,
  type ShownEngagement,
} from './engagement.record.js';
import { checkedFindings, type CheckedContent, pastDateWarnings, targetDateOf } from './readiness.js';
import { refusedFindings } from './refused-findings.js';

/**
 * Which rules readiness is found by. It rises with every change of a rule, a check or its message: what was found by
 * others is found anew when it is read. `kept-readiness.spec.ts` tells when that is due.
 */
export const RULES_NUMBER = 5;

/** The number of the rules of a set, as it is kept. */
export function rulesNumber(rules: RuleSet): number {
  switch (rules) {
    case 'reference':
      return RULES_NUMBER;
    case 'model':
      return -RULES_NUMBER;
  }
}

const NONE = '[]';

/** What was found in an engagement's content, as it is kept with it. */
export function keptReadinessOf(
  { contexts = [] }: EngagementContent,
  { submit, warnings }: Pick<CheckedContent, 'submit' | 'warnings'>,
  rules: RuleSet,
): KeptReadiness {
  const [firstTargetDate] = contexts.flatMap((context) => targetDateOf(context) ?? []).sort();
  return {
    errors: JSON.stringify(shortened(submit)),
    warnings: JSON.stringify(shortened(warnings)),
    rules: rulesNumber(rules),
    ...(firstTargetDate === undefined ? {} : { firstTargetDate }),
  };
}

/** An engagement with its readiness by the rules in force: as it was kept, or found anew where others were. */
export function withReadinessBy<T extends ShownEngagement>(rules: RuleSet, engagement: T): T {
  // It was ready: AWS has it. What is erased by now can't be found anew.
  if (engagement.readiness.rules === rulesNumber(rules) || engagement.personalDataErasedAt !== undefined) {
    return engagement;
  }
  const content = contentOf(engagement);
  return { ...engagement, readiness: keptReadinessOf(content, checkedFindings(content, rules), rules) };
}

/**
 * Readiness as the API tells it, as JSON text. What depends on the day is found here.
 * @param today as YYYY-MM-DD, UTC
 */
export function readinessText(engagement: ShownEngagement, today: string): string {
  const { errors: own, warnings: kept, firstTargetDate } = engagement.readiness;
  const errors = joined(own, refusedFindings(engagement));
  const isPast = firstTargetDate !== undefined && firstTargetDate < today;
  const warnings = isPast ? joined(kept, pastDateWarnings(contentOf(engagement), today)) : kept;
  return `{"ready":${errors === NONE},"errors":${errors},"warnings":${warnings}}`;
}

/** A list that is JSON text already, and more of its kind. */
function joined(list: string, more: readonly Finding[]): string {
  if (more.length === 0) {
    return list;
  }
  const text = JSON.stringify(more);
  return list === NONE ? text : `${list.slice(0, -1)},${text.slice(1)}`;
}

/** All that stands in the way of submitting a kept engagement. What AWS found once does not: it may take it now. */
export function keptFindings({ readiness: { errors } }: ShownEngagement): readonly Finding[] {
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
