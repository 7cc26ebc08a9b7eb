import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import type { CatalogName } from '../../config/settings.js';
import { EngagementStatus } from '../../database/generated/enums.js';
import { catalogs } from '../../partner-central/rules/values.js';
import { checkedBy, StorableText } from '../../validation/checked-by.js';
import { IsText, PageCursor, PageLimit } from '../../validation/query-decorators.js';
import { readChoice } from '../reading/canonical-value.js';
import { trimText } from '../reading/trim-text.js';

/** Longer than any title or company name: what is longer could be in none, and PostgreSQL would look for all parts of it. */
const MAX_SEARCH_LENGTH = 255;

const statuses = Object.values(EngagementStatus);
const noSuchValue = (values: readonly string[], more = '') => ({
  message: `Must be one of ${values.join(', ')}${more}.`,
  context: { code: 'INVALID_ENUM_VALUE' },
});

const asList = ({ value }: TransformFnParams): unknown => (typeof value === 'string' ? [value] : value);
const asCatalog = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? (readChoice(catalogs, value) ?? value) : value;

const asTrimmed = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? trimText(value) : value;
/** A search for nothing is none. */
const asSearch = (params: TransformFnParams): unknown => asTrimmed(params) || undefined;

export class ListEngagementsQuery {
  @PageLimit(100, 25)
  limit = 25;

  @PageCursor()
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
  @Transform(asTrimmed)
  @StorableText()
  @IsText()
  externalRef?: string;

  @ApiProperty({
    required: false,
    description:
      'Part of the title or of a company name, in any letter case. One or two characters: the beginning of a word of them, at the start or after a blank.',
  })
  @Transform(asSearch)
  @checkedBy('isNotTooLong', {
    code: 'VALUE_OUT_OF_RANGE',
    passes: (value) => typeof value !== 'string' || value.length <= MAX_SEARCH_LENGTH,
    message: `Must have at most ${MAX_SEARCH_LENGTH} characters.`,
  })
  @StorableText()
  @IsText()
  q?: string;
}
