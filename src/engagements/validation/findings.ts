import { validateSync, type ValidationError } from 'class-validator';
import type { Finding } from '../../errors/finding.js';
import { findingCodes } from '../../errors/finding.js';
import { pointerTo } from '../../errors/json-pointer.js';
import type { EngagementDraftDto } from '../dto/engagement-draft.dto.js';
import { SUBMIT } from './field-checks.js';

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
  const errors = validateSync(draft, {
    groups: [group],
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  return errors.flatMap((error) => findingsOf(error, ''));
}

function findingsOf(error: ValidationError, parent: string): Finding[] {
  const pointer = pointerTo(parent, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([name, message]) => ({
    pointer,
    code: codeOf(error, name),
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => findingsOf(child, pointer))];
}

function codeOf(error: ValidationError, constraint: string): Finding['code'] {
  const context: unknown = error.contexts?.[constraint];
  const code =
    typeof context === 'object' && context !== null && 'code' in context ? context.code : undefined;
  return findingCodes.find((known) => known === code) ?? 'INVALID_VALUE';
}
