import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import type { CatalogName } from '../../config/settings.js';
import { readChoice } from '../../engagements/reading/canonical-value.js';
import { trimText } from '../../engagements/reading/trim-text.js';
import { hasAtMost } from '../../engagements/validation/field-checks.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { catalogs } from '../../partner-central/rules/values.js';
import { checkedBy, StorableText } from '../../validation/checked-by.js';
import { SaveEngagementQuery } from '../dto/save-engagement.query.js';

const { max } = engagementRules.externalRef;

const asTrimmed = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? trimText(value) : value;

const asCatalog = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? (readChoice(catalogs, value) ?? value) : value;

/** The address of a caller's engagement by their own id. */
export class ByRefParams {
  @Transform(asTrimmed)
  @checkedBy('isReference', {
    code: 'VALUE_OUT_OF_RANGE',
    passes: (value) => typeof value === 'string' && value !== '' && hasAtMost(max, value),
    message: `Must have 1 to ${max} characters.`,
  })
  @StorableText()
  externalRef!: string;
}

/** Of which catalog. */
const CatalogParameter = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      required: false,
      enum: catalogs,
      enumName: 'Catalog',
      description: 'The default one unless said.',
    }),
    Transform(asCatalog),
    IsIn(catalogs, {
      message: `Must be one of ${catalogs.join(', ')}.`,
      context: { code: 'INVALID_ENUM_VALUE' },
    }),
    IsOptional(),
  );

export class GetByRefQuery {
  @CatalogParameter() catalog?: CatalogName;
}

export class PutByRefQuery extends SaveEngagementQuery {
  @CatalogParameter() catalog?: CatalogName;
}
