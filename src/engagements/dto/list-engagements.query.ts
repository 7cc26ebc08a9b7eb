import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { CatalogName } from '../../config/settings.js';
import { EngagementStatus } from '../../database/generated/enums.js';
import { catalogs } from '../../partner-central/rules/values.js';
import { checkedBy, StorableText } from '../../validation/checked-by.js';
import { readChoice } from '../reading/canonical-value.js';

/** Longer than any title or company name: what is longer could be in none, and PostgreSQL would look for all parts of it. */
const MAX_SEARCH_LENGTH = 255;

const statuses = Object.values(EngagementStatus);
const outOfRange = {
  message: 'Must be a whole number from 1 to 100.',
  context: { code: 'VALUE_OUT_OF_RANGE' },
};
const noSuchValue = (values: readonly string[], more = '') => ({
  message: `Must be one of ${values.join(', ')}${more}.`,
  context: { code: 'INVALID_ENUM_VALUE' },
});

const asNumber = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
const asList = ({ value }: TransformFnParams): unknown => (typeof value === 'string' ? [value] : value);
const asCatalog = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? (readChoice(catalogs, value) ?? value) : value;

const IsText = () =>
  checkedBy('isText', {
    code: 'INVALID_VALUE',
    passes: (value) => value === undefined || typeof value === 'string',
    message: 'May be given once.',
  });

export class ListEngagementsQuery {
  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: 100, default: 25 })
  @Transform(asNumber)
  @Max(100, outOfRange)
  @Min(1, outOfRange)
  @IsInt({ message: outOfRange.message })
  limit = 25;

  @ApiProperty({ required: false, description: 'The `nextCursor` of the page before.' })
  @IsText()
  cursor?: string;

  @ApiProperty({
    required: false,
    enum: statuses,
    enumName: 'EngagementStatus',
    isArray: true,
    description: 'Repeat it for more than one.',
  })
  @Transform(asList)
  @IsIn(statuses, { each: true, ...noSuchValue(statuses, '; repeat the parameter for more than one') })
  @IsOptional()
  status?: EngagementStatus[];

  @ApiProperty({
    required: false,
    description:
      'Whose they are. For callers who may see everyone’s: it takes the scope `engagements:admin`.',
  })
  @StorableText()
  @IsText()
  createdBy?: string;

  @ApiProperty({ required: false, enum: catalogs, enumName: 'Catalog' })
  @Transform(asCatalog)
  @IsIn(catalogs, noSuchValue(catalogs))
  @IsOptional()
  catalog?: CatalogName;

  @ApiProperty({ required: false, description: 'Your own id of an engagement, exactly.' })
  @StorableText()
  @IsText()
  externalRef?: string;

  @ApiProperty({
    required: false,
    description:
      'Part of the title or of a company name, in any letter case. One or two characters: the beginning of a word of them, at the start or after a blank.',
  })
  @checkedBy('isNotTooLong', {
    code: 'VALUE_OUT_OF_RANGE',
    passes: (value) => typeof value !== 'string' || value.length <= MAX_SEARCH_LENGTH,
    message: `Must have at most ${MAX_SEARCH_LENGTH} characters.`,
  })
  @StorableText()
  @IsText()
  q?: string;
}
