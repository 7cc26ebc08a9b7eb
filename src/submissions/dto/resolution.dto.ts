import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsIn, validateSync } from 'class-validator';
import { isJsonObject, leftOutIfNull } from '../../engagements/reading/json.js';
import { addUnknownFields } from '../../engagements/reading/unknown-fields.js';
import { DomainError } from '../../errors/domain-error.js';
import { FindingList } from '../../errors/finding-list.js';
import { checkedBy } from '../../validation/checked-by.js';
import { findingsOf } from '../../validation/class-validator-findings.js';

const outcomes = ['created', 'not-created'] as const;

/** The longest Arn that is looked up in AWS, and the only form that one can have. */
const arnOfEngagement = /^arn:aws[a-z-]{0,20}:partnercentral:[\x21-\x7e]{1,255}$/;

@ApiSchema({
  name: 'Resolution',
  description: 'What an operator has found out about an unresolved engagement.',
})
export class ResolutionDto {
  @ApiProperty({ enum: outcomes, enumName: 'ResolutionOutcome', description: 'Whether AWS created it.' })
  @IsIn(outcomes, {
    message: `Must be one of ${outcomes.join(', ')}.`,
    context: { code: 'INVALID_ENUM_VALUE' },
  })
  outcome!: (typeof outcomes)[number];

  @ApiProperty({
    required: false,
    description: 'For `created`: the Arn of the engagement that AWS has.',
    example: 'arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-ktsuz9kfow9cv5',
  })
  @checkedBy('isArn', {
    code: 'INVALID_STRING_FORMAT',
    passes: (arn) => arn === undefined || (typeof arn === 'string' && arnOfEngagement.test(arn)),
    message: 'Must be the Arn of an engagement in Partner Central.',
  })
  @checkedBy('hasArn', {
    code: 'REQUIRED_FIELD_MISSING',
    passes: (arn, resolution) => arn !== undefined || Reflect.get(resolution, 'outcome') !== 'created',
    message: 'Is required where it was created.',
  })
  @checkedBy('hasNoArn', {
    code: 'INVALID_VALUE',
    passes: (arn, resolution) => arn === undefined || Reflect.get(resolution, 'outcome') !== 'not-created',
    message: 'Is not for what was not created.',
  })
  arn?: string;
}

/** What an operator's body says, checked. */
export type AskedResolution =
  { readonly outcome: 'not-created' } | { readonly outcome: 'created'; readonly arn: string };

/**
 * Reads an operator's body.
 * @throws DomainError `invalid-request` with all findings
 */
export function readResolution(body: unknown): AskedResolution {
  const given = isJsonObject(body) ? body : {};
  const outcome = leftOutIfNull(given['outcome']);
  const arn = leftOutIfNull(given['arn']);
  const dto = Object.assign(new ResolutionDto(), { outcome, arn });
  const found = new FindingList();
  addUnknownFields(found, given, ['outcome', 'arn']);
  found.addAll(
    outcome === undefined
      ? [{ pointer: '/outcome', code: 'REQUIRED_FIELD_MISSING', message: 'Is required.' }]
      : findingsOf(validateSync(dto)),
  );
  const errors = found.toArray();
  if (errors.length > 0) {
    throw new DomainError(
      'invalid-request',
      'Send { "outcome": "not-created" }, or { "outcome": "created", "arn": "…" }.',
      { errors },
    );
  }
  return dto.arn === undefined ? { outcome: 'not-created' } : { outcome: 'created', arn: dto.arn };
}
