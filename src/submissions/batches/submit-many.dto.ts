import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsString,
  Length,
  Matches,
  validateSync,
} from 'class-validator';
import { isJsonObject, leftOutIfNull } from '../../engagements/reading/json.js';
import { addUnknownFields } from '../../engagements/reading/unknown-fields.js';
import { DomainError } from '../../errors/domain-error.js';
import { FindingList } from '../../errors/finding-list.js';
import { findingsOf } from '../../validation/class-validator-findings.js';

/** The most engagements of one batch. */
const MAX_IDS = 500;

/** An id has 36 characters; what is no id is kept with the batch as it was sent. */
const MAX_ID_LENGTH = 64;

@ApiSchema({ name: 'SubmitMany' })
export class SubmitManyDto {
  @ApiProperty({
    type: String,
    isArray: true,
    format: 'uuid',
    minItems: 1,
    maxItems: MAX_IDS,
    description: 'The engagements to submit.',
  })
  @Length(1, MAX_ID_LENGTH, { each: true, message: 'Must hold ids, of 64 characters at most.' })
  @Matches(/^[\x21-\x7e]*$/, { each: true, message: 'Must hold ids: visible ASCII, without blanks.' })
  @IsString({ each: true, message: 'Must hold ids (JSON strings).' })
  @ArrayMaxSize(MAX_IDS, {
    message: `Must have at most ${MAX_IDS} items.`,
    context: { code: 'TOO_MANY_VALUES' },
  })
  @ArrayMinSize(1, { message: 'Must have at least 1 item.', context: { code: 'NOT_ENOUGH_VALUES' } })
  @IsArray({ message: 'Must be a list (a JSON array).' })
  ids!: string[];
}

/**
 * Reads a caller's body.
 * @throws DomainError `invalid-request` with all findings
 */
export function readSubmitMany(body: unknown): SubmitManyDto {
  const given = isJsonObject(body) ? body : {};
  const ids = leftOutIfNull(given['ids']);
  const dto = Object.assign(new SubmitManyDto(), { ids });
  const found = new FindingList();
  addUnknownFields(found, given, ['ids']);
  found.addAll(
    ids === undefined
      ? [{ pointer: '/ids', code: 'REQUIRED_FIELD_MISSING', message: 'Is required.' }]
      : findingsOf(validateSync(dto, { stopAtFirstError: true })),
  );
  const errors = found.toArray();
  if (errors.length > 0) {
    throw new DomainError(
      'invalid-request',
      'Send the ids of the engagements to submit, as { "ids": [ … ] }.',
      {
        errors,
      },
    );
  }
  return dto;
}
