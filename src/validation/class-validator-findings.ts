import type { ValidationError } from 'class-validator';
import { type Finding, type FindingCode, findingCodes, suggested } from '../errors/finding.js';
import { pointerTo } from '../errors/json-pointer.js';
import type { Suggest } from './checked-by.js';

/** class-validator's tree of errors as a flat list of findings, each with its JSON Pointer. */
export function findingsOf(errors: readonly ValidationError[], parent = ''): Finding[] {
  return errors.flatMap((error) => {
    const pointer = pointerTo(parent, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) => ({
      pointer,
      code: findingCode(error.contexts?.[name]),
      message,
      ...suggested(suggestionOf(error.contexts?.[name])?.(error.value, error.target ?? {})),
    }));
    return [...own, ...findingsOf(error.children ?? [], pointer)];
  });
}

/** What a check has in its context to find what was probably meant. */
export function suggestionOf(context: unknown): Suggest | undefined {
  return isWithSuggestion(context) ? context.suggestion : undefined;
}

function isWithSuggestion(context: unknown): context is { suggestion: Suggest } {
  return (
    typeof context === 'object' &&
    context !== null &&
    'suggestion' in context &&
    typeof context.suggestion === 'function'
  );
}

/** The code that a check has in its context. */
export function findingCode(context: unknown): FindingCode {
  const code =
    typeof context === 'object' && context !== null && 'code' in context ? context.code : undefined;
  return findingCodes.find((known) => known === code) ?? 'INVALID_VALUE';
}
