import { validateSync } from 'class-validator';
import type { Finding } from '../../errors/finding.js';
import { findingsOf } from '../../validation/class-validator-findings.js';
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
  return findingsOf(
    validateSync(draft, { groups: [group], validationError: { target: false, value: false } }),
  );
}
