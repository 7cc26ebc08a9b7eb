import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import type { CatalogName } from '../../config/settings.js';
import { EngagementStatus } from '../../database/generated/enums.js';
import { type SubmissionErrorCode, submissionErrorCodes } from '../../errors/error-codes.js';
import { toUtcTimestamp } from '../../partner-central/rules/dates.js';
import { checkedBy, StorableText } from '../../validation/checked-by.js';
import { IsText, PageCursor, PageLimit } from '../../validation/query-decorators.js';
import { readChoice } from '../reading/canonical-value.js';
import { trimText } from '../reading/trim-text.js';
import { asTrimmed, CatalogParameter, noSuchValue, trimmed } from './query-parameters.js';

/** Longer than any title or company name: what is longer could be in none, and PostgreSQL would look for all parts of it. */
const MAX_SEARCH_LENGTH = 255;

/** What a job looks up in one call; more would not fit into an address. */
const MAX_EXTERNAL_REFS = 100;

const statuses = Object.values(EngagementStatus);

const asList = ({ value }: TransformFnParams): unknown => (typeof value === 'string' ? [value] : value);
const asTrimmedList = (params: TransformFnParams): unknown => {
  const list = asList(params);
  return Array.isArray(list) ? list.map(trimmed) : list;
};
/** A search for nothing is none. */
const asSearch = (params: TransformFnParams): unknown => asTrimmed(params) || undefined;

/** A `+` that is not escaped is a blank in an address: it comes back as what it was, before an offset. */
const withSign = (text: string): string => text.replace(/ (?=\d{2}(?::?\d{2})?$)/, '+');
const asMoment = ({ value }: TransformFnParams): unknown => {
  if (typeof value !== 'string') {
    return value;
  }
  const text = trimText(value);
  return toUtcTimestamp(text) ?? toUtcTimestamp(withSign(text)) ?? text;
};

/** The slug alone, where it came as the whole `type` of a problem. */
const asErrorCode = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string'
    ? (readChoice(submissionErrorCodes, value.replace('/problems/', '')) ?? value)
    : value;

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

  @CatalogParameter()
  catalog?: CatalogName;

  @ApiProperty({
    required: false,
    type: String,
    isArray: true,
    maxItems: MAX_EXTERNAL_REFS,
    description: `Your own id of an engagement, exactly. Repeat it for more than one, up to ${MAX_EXTERNAL_REFS}, as long as the address and the headers have no more than 16 KiB.`,
  })
  @Transform(asTrimmedList)
  @checkedBy('areNotTooMany', {
    code: 'TOO_MANY_VALUES',
    passes: (value) => !Array.isArray(value) || value.length <= MAX_EXTERNAL_REFS,
    message: `May be given ${MAX_EXTERNAL_REFS} times at most.`,
  })
  @StorableText()
  externalRef?: string[];

  @ApiProperty({
    required: false,
    format: 'date-time',
    description:
      'Those whose `updatedAt` is this moment or a later one: what was saved, edited, submitted or settled since. To catch up, give the `Date` of the answer to your first page of the last time, less a minute: `updatedAt` is when saving began, and a change is seen once it is saved, some seconds later at most. What you see again has the `version` that you know. While one is `submitting` or `unresolved`, `attempts`, `nextAttemptAt` and `lastError` may change without it; what was deleted is not told of.',
    example: '2026-11-02T10:30:00Z',
  })
  @Transform(asMoment)
  @checkedBy('isMoment', {
    code: 'INVALID_STRING_FORMAT',
    passes: (value) => typeof value !== 'string' || toUtcTimestamp(value) !== undefined,
    message: 'Must be a moment with its time zone, such as 2026-11-02T10:30:00Z (RFC 3339).',
  })
  @IsText()
  updatedSince?: string;

  @ApiProperty({
    required: false,
    enum: submissionErrorCodes,
    enumName: 'SubmissionErrorCode',
    description:
      'Those whose last submission ran into it: the last part of the `type` of `submission.lastError`.',
  })
  @Transform(asErrorCode)
  @IsIn(submissionErrorCodes, noSuchValue(submissionErrorCodes))
  @IsOptional()
  lastError?: SubmissionErrorCode;

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
