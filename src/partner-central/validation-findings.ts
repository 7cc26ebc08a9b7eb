import { type Finding, type FindingCode, findingCodes } from '../errors/finding.js';
import { awsFieldPointers } from './aws-field.js';
import { memberOf } from './raw-answer.js';
import { redactorOf, textOf } from './redact.js';

/** How AWS's words about one request are told: its values and its fields are gathered once, when they are needed. */
export interface RequestWords {
  readonly redactText: (text: unknown) => string;
  /** A JSON Pointer into the caller's body for AWS's name of a field. */
  readonly pointerOf: (fieldName: string) => string;
}

/** @param body the JSON of the request */
export function requestWords(body: string): RequestWords {
  let redactText: ReturnType<typeof redactorOf> | undefined;
  let pointerOf: ReturnType<typeof awsFieldPointers> | undefined;
  return {
    redactText: (text) => (redactText ??= redactorOf(body))(text),
    pointerOf: (fieldName) => (pointerOf ??= awsFieldPointers(body))(fieldName),
  };
}

/** More findings than an engagement has fields. */
const MAX_FINDINGS = 100;

/**
 * What a ValidationException finds fault with: its `ErrorList`, or where that is empty the fields that its message
 * names, as AWS's generic validation does.
 * @param error of any shape: nothing makes sure of AWS's types
 */
export function validationFindings(error: unknown, words: RequestWords): Finding[] {
  const list = memberOf(error, 'ErrorList');
  return Array.isArray(list) && list.length > 0
    ? list.slice(0, MAX_FINDINGS).map((entry: unknown) => listedFinding(entry, words))
    : messageFindings(textOf(Error.isError(error) ? error.message : ''), words);
}

function listedFinding(entry: unknown, { redactText, pointerOf }: RequestWords): Finding {
  const fieldName = memberOf(entry, 'FieldName');
  const code = memberOf(entry, 'Code');
  return {
    pointer: pointerOf(textOf(fieldName)),
    // A code that AWS added since stays readable in the message.
    code: findingCodes.find((known) => known === code) ?? 'INVALID_VALUE',
    message: redactText(memberOf(entry, 'Message')),
    awsField: redactText(fieldName),
  };
}

/** As in: 2 validation errors detected: Value at 'title' failed to satisfy constraint: Member must not be null; … */
const fault = /\bat '([^']{1,500})' failed to satisfy constraint:?\s*/g;

function messageFindings(message: string, { redactText, pointerOf }: RequestWords): Finding[] {
  const faults = Array.from(message.matchAll(fault)).slice(0, MAX_FINDINGS + 1);
  return faults.slice(0, MAX_FINDINGS).map(({ 0: words, 1: fieldName = '', index }, nth) => {
    const start = index + words.length;
    const constraint = message.slice(start, endOfConstraint(message, start, faults[nth + 1]?.index));
    return {
      pointer: pointerOf(fieldName),
      code: codeOfConstraint(constraint),
      message: redactText(constraint.trim()),
      awsField: redactText(fieldName),
    };
  });
}

/** Where the next fault begins to be told; it may quote a value before it names its field. */
function endOfConstraint(message: string, start: number, next = message.length): number {
  const end = next === message.length ? -1 : message.slice(start, next).indexOf('; Value');
  return end === -1 ? next : start + end;
}

/** The words of the constraints of AWS's models, and what a broken one means. */
const codesByWords: readonly (readonly [RegExp, FindingCode])[] = [
  [/must not be null/i, 'REQUIRED_FIELD_MISSING'],
  [/enum value set/i, 'INVALID_ENUM_VALUE'],
  [/regular expression/i, 'INVALID_STRING_FORMAT'],
  [/\b(?:length|value) (?:less|greater|between)/i, 'VALUE_OUT_OF_RANGE'],
];

const codeOfConstraint = (constraint: string): FindingCode =>
  codesByWords.find(([words]) => words.test(constraint))?.[1] ?? 'INVALID_VALUE';
