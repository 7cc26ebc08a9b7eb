import type { ChoiceRule, FieldRule, ScalarRule } from '../../partner-central/rules/field-rule.js';
import { isCalendarDate, probableDate, toUtcTimestamp } from '../../partner-central/rules/dates.js';
import { isE164, isEmail, isWebsiteUrl } from '../../partner-central/rules/formats.js';
import { isRequiredByModel, mayBeEmptyByModel, modelsScalar } from '../../partner-central/rules/rule-sets.js';
import { disallowedCharacter, isPlainLine, isPlainText } from '../../partner-central/rules/text-lines.js';
import { usStates } from '../../partner-central/rules/us-states.js';
import { checkedBy } from '../../validation/checked-by.js';
import { nearestChoice } from '../reading/canonical-value.js';
import { withoutExtension } from '../reading/phone-number.js';
import { nearestUsState } from '../reading/read-us-state.js';
import { nearestEmail } from './nearest-email.js';
import { nearestWebsite, websiteFault } from './website-fault.js';

/** By whose rules a check is made, as the groups that it may be in. */
interface CheckScope {
  /** Makes the names of its checks differ from those of the same field's checks in another scope. */
  readonly suffix: string;
  /** The group of checks that a draft must pass too; missing, they are always made. */
  readonly draft?: string;
  /** The group of checks that only a submission must pass: a draft may be incomplete. */
  readonly submit: string;
}

/** The checks that both sets of rules ask for, and those of one set only: of fields that it has a rule of its own for. */
export const scopes = {
  both: { suffix: '', submit: 'submit' },
  reference: { suffix: 'ByReference', draft: 'reference', submit: 'reference to submit' },
  model: { suffix: 'ByModel', draft: 'model', submit: 'model to submit' },
} as const satisfies Record<string, CheckScope>;

/** Lengths count Unicode code points: AWS's length rules count characters, not UTF-16 units. */
function characters(text: string): number {
  return Array.from(text).length;
}

// A character is one UTF-16 unit or two, so the number of units mostly tells without counting.
export const hasAtMost = (max: number, text: string) => text.length <= max || characters(text) <= max;
const hasAtLeast = (min: number, text: string) => text.length >= 2 * min || characters(text) >= min;

const isFilledText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isEmpty = (value: unknown): boolean => value === undefined || value === '';

/**
 * The checks of a text field, from its rule. Each passes what another one of its scope refuses, so that a fault is told
 * once.
 */
export function scalarChecks(rule: ScalarRule): PropertyDecorator[] {
  const checks =
    rule.model === undefined
      ? contentChecks(rule, scopes.both)
      : [...contentChecks(rule, scopes.reference), ...contentChecks(modelsScalar(rule), scopes.model)];
  return [lineCheck(rule), ...checks, ...presentChecks(rule)];
}

/** The checks that a required field is there. */
export function presentChecks(rule: FieldRule): PropertyDecorator[] {
  if (mayBeEmptyByModel(rule)) {
    return [presentCheck(scopes.reference), sentCheck(scopes.model)];
  }
  if (rule.required === isRequiredByModel(rule)) {
    return rule.required ? [presentCheck(scopes.both)] : [];
  }
  return [presentCheck(rule.required ? scopes.reference : scopes.model)];
}

function presentCheck(scope: CheckScope): PropertyDecorator {
  return checkedBy(`isPresent${scope.suffix}`, {
    code: 'REQUIRED_FIELD_MISSING',
    passes: (value) => !isEmpty(value),
    message: 'Is required to submit.',
    group: scope.submit,
  });
}

/** Of a field that is needed, and may be an empty text. */
function sentCheck(scope: CheckScope): PropertyDecorator {
  return checkedBy(`isSent${scope.suffix}`, {
    code: 'REQUIRED_FIELD_MISSING',
    passes: (value) => value !== undefined,
    message: 'Is required to submit; send an empty text where there is none.',
    group: scope.submit,
  });
}

/** NUL and lone surrogates, which PostgreSQL takes in no text, are among what it refuses. */
function lineCheck(rule: ScalarRule): PropertyDecorator {
  const isMultiLine = rule.kind === 'text' && rule.isMultiLine === true;
  const isPlain = isMultiLine ? isPlainText : isPlainLine;
  const allowed = isMultiLine
    ? 'Must have no control or direction characters but line breaks and tabs'
    : 'Must be a single line without control or direction characters';
  return checkedBy('isPlain', {
    code: 'INVALID_STRING_FORMAT',
    passes: (value) => typeof value !== 'string' || isPlain(value),
    message: (value) => `${allowed}: holds ${disallowedCharacter(String(value), isMultiLine)}.`,
  });
}

function contentChecks(rule: ScalarRule, scope: CheckScope): PropertyDecorator[] {
  switch (rule.kind) {
    case 'choice':
      return [choiceCheck(rule, scope), ...minimumCheck(1, rule.required, scope)];
    case 'region':
      return [regionCheck(scope), maximumCheck(rule.max, scope)];
    case 'text':
      return [maximumCheck(rule.max, scope), ...minimumCheck(rule.min, rule.required, scope)];
    default:
      return [
        formatCheck(formats[rule.kind], scope),
        // What is read as one of the others is short by then: its length alone is no fault.
        ...(rule.kind === 'websiteUrl' || rule.kind === 'email' ? [maximumCheck(rule.max, scope)] : []),
        ...minimumCheck(rule.min, rule.required, scope),
      ];
  }
}

function maximumCheck(max: number, { suffix, draft }: CheckScope): PropertyDecorator {
  return checkedBy(`isNotTooLong${suffix}`, {
    code: 'VALUE_OUT_OF_RANGE',
    passes: (value) => typeof value !== 'string' || hasAtMost(max, value),
    message: (value) =>
      `Must have at most ${max} characters; has ${typeof value === 'string' ? characters(value) : 0}.`,
    group: draft,
  });
}

function minimumCheck(min: number, required: boolean, { suffix, submit }: CheckScope): PropertyDecorator[] {
  // An empty text in a required field is told as missing.
  if (min === 0 || (min === 1 && required)) {
    return [];
  }
  const check = checkedBy(`isLongEnough${suffix}`, {
    code: 'VALUE_OUT_OF_RANGE',
    passes: (value) => typeof value !== 'string' || (value === '' ? required : hasAtLeast(min, value)),
    message: (value) =>
      value === ''
        ? 'Is empty: fill it in, or leave it out.'
        : `Must have at least ${min} characters; has ${typeof value === 'string' ? characters(value) : 0}.`,
    group: submit,
  });
  return [check];
}

function choiceCheck(
  { values, example, listedAt }: ChoiceRule,
  { suffix, draft }: CheckScope,
): PropertyDecorator {
  const known = new Set(values);
  const shown =
    listedAt === undefined
      ? `one of ${values.join(', ')}`
      : `one of the ${values.length} values of ${listedAt}, such as ${String(example)}`;
  return checkedBy(`isKnownValue${suffix}`, {
    code: 'INVALID_ENUM_VALUE',
    passes: (value) => !isFilledText(value) || known.has(value) || !isPlainLine(value),
    message: `Must be ${shown}.`,
    suggestion: (value) => nearestChoice(values, String(value)),
    group: draft,
  });
}

const stateNames: ReadonlySet<string> = new Set(usStates.map(({ value }) => value));

function regionCheck({ suffix, draft }: CheckScope): PropertyDecorator {
  return checkedBy(`isKnownState${suffix}`, {
    code: 'INVALID_ENUM_VALUE',
    passes: (value, address) =>
      !isFilledText(value) ||
      !('countryCode' in address && address.countryCode === 'US') ||
      stateNames.has(value) ||
      !isPlainLine(value),
    message:
      'Must be a US state that Partner Central knows (see GET /reference/us-states), or its postal abbreviation.',
    suggestion: (value) => nearestUsState(String(value)),
    group: draft,
  });
}

interface Format {
  matches: (value: string) => boolean;
  message: string | ((value: string) => string);
  suggestion?: (value: string) => string | undefined;
}

/** Of a phone number that can't be read. `missing-country.ts` has what is told where that is for want of a country. */
export const PHONE_FAULT =
  "Must be a phone number: with `+` and country code, or in the notation of the country of the customer's address; no extension.";

const formats: Record<'websiteUrl' | 'email' | 'phone' | 'date' | 'timestamp', Format> = {
  websiteUrl: {
    matches: isWebsiteUrl,
    message: websiteFault,
    suggestion: nearestWebsite,
  },
  email: {
    matches: isEmail,
    message: 'Must be an email address such as ada@example.com.',
    suggestion: nearestEmail,
  },
  phone: {
    matches: isE164,
    message: PHONE_FAULT,
    suggestion: withoutExtension,
  },
  date: {
    matches: isCalendarDate,
    message: 'Must be a day that exists, as YYYY-MM-DD.',
    suggestion: probableDate,
  },
  timestamp: {
    matches: (value) => toUtcTimestamp(value) !== undefined,
    message: 'Must be a moment with its time zone, such as 2026-11-02T10:30:00Z (RFC 3339).',
  },
};

function formatCheck(
  { matches, message, suggestion }: Format,
  { suffix, draft }: CheckScope,
): PropertyDecorator {
  return checkedBy(`isReadable${suffix}`, {
    code: 'INVALID_STRING_FORMAT',
    passes: (value) => !isFilledText(value) || matches(value) || !isPlainLine(value),
    message: typeof message === 'string' ? message : (value) => message(String(value)),
    suggestion: suggestion && ((value) => suggestion(String(value))),
    group: draft,
  });
}
