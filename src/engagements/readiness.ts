import { type Finding, suggested } from '../errors/finding.js';
import type { RuleSet } from '../config/settings.js';
import { compileChecks, type Found } from '../validation/compiled-checks.js';
import type { ContextDto } from './dto/context.dto.js';
import { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import { scopes } from './validation/field-checks.js';
import { tellMissingCountry } from './validation/missing-country.js';

/** What the checks find in an engagement's content. */
export interface CheckedContent {
  /** What is wrong with it whatever becomes of it: too long, no such value, unreadable. */
  readonly draft: readonly Finding[];
  /** All that stands in the way of submitting: what is wrong, and what is missing or too short. */
  readonly submit: readonly Finding[];
  /** What AWS takes, but is probably not meant, on any day. */
  readonly warnings: readonly Finding[];
}

const { both, reference, model } = scopes;

const checks: Readonly<Record<RuleSet, (content: object) => readonly Found[]>> = {
  reference: compileChecks(EngagementDraftDto, {
    made: [both.submit, reference.draft, reference.submit],
    leftOut: [model.draft, model.submit],
  }),
  // The reference's checks are made as well: what they find is warned of.
  model: compileChecks(EngagementDraftDto, {
    made: [both.submit, model.draft, model.submit, reference.draft, reference.submit],
  }),
};

/** @param content as the reader has put it in shape, or as it was stored */
export function checkedFindings(content: object, rules: RuleSet): CheckedContent {
  const found = checks[rules](content).map(({ finding, group }) => ({
    finding: tellMissingCountry(finding, content),
    group,
  }));
  const errors = rules === 'reference' ? found : errorsByModel(found);
  return {
    draft: errors.filter(({ group }) => group === undefined || group === scopes[rules].draft).map(findingOf),
    submit: errors.map(findingOf),
    warnings: [
      ...(errors.length === found.length ? [] : referenceWarnings(found, errors)),
      ...contextIdWarnings(content),
    ],
  };
}

const findingOf = ({ finding }: Found) => finding;

const isByReference = ({ group }: Found) => group === reference.draft || group === reference.submit;

/** What the model refuses, with what the reference's checks suggest for the same field: `Unitd Kingdom` is too long for both. */
function errorsByModel(found: readonly Found[]): readonly Found[] {
  const suggestions = new Map(
    found.flatMap(({ finding: { pointer, suggestion } }) =>
      suggestion === undefined ? [] : [[pointer, suggestion] as const],
    ),
  );
  return found
    .filter((one) => !isByReference(one))
    .map(({ finding, group }) => ({
      finding: { ...finding, ...suggested(suggestions.get(finding.pointer)) },
      group,
    }));
}

/** What the reference alone asks for, but of fields that are at fault by the model too. */
function referenceWarnings(found: readonly Found[], errors: readonly Found[]): Finding[] {
  const wrong = new Set(errors.map(({ finding }) => finding.pointer));
  return found
    .filter((one) => isByReference(one) && !wrong.has(one.finding.pointer))
    .map(({ finding }) => ({
      ...finding,
      message:
        finding.code === 'REQUIRED_FIELD_MISSING'
          ? "Is missing. AWS's reference asks for it, its model does not."
          : `${finding.message} AWS's reference asks for that, its model does not.`,
    }));
}

/**
 * The ids by which a context can be named when an opportunity is made of it (`StartOpportunityFromEngagementTask`). AWS
 * gives such ids itself where a context comes without one.
 */
const opportunityId = /^[1-9]\d*$/;

function contextIdWarnings(content: object): Finding[] {
  const contexts: unknown = 'contexts' in content ? content.contexts : undefined;
  return (Array.isArray(contexts) ? contexts : []).flatMap((context: unknown, index) =>
    hasId(context) && context.id !== '' && !opportunityId.test(context.id)
      ? [
          {
            pointer: `/contexts/${index}/id`,
            code: 'INVALID_STRING_FORMAT' as const,
            message:
              'AWS can’t turn this context into an opportunity later: its id must be a number without leading zeros for that, such as 1. Without an id AWS gives it one.',
          },
        ]
      : [],
  );
}

function hasId(context: unknown): context is { id: string } {
  return typeof context === 'object' && context !== null && 'id' in context && typeof context.id === 'string';
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

/**
 * The projects that were to be complete before a day.
 * @param today as YYYY-MM-DD, UTC
 */
export function pastDateWarnings({ contexts = [] }: EngagementDraftDto, today: string): Finding[] {
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
