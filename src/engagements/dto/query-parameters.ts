import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import { catalogs } from '../../partner-central/rules/values.js';
import { readChoice } from '../reading/canonical-value.js';
import { trimText } from '../reading/trim-text.js';

/** What is said of a value that is none of a list. @param more what else is to be known */
export const noSuchValue = (values: readonly string[], more = '') => ({
  message: `Must be one of ${values.join(', ')}${more}.`,
  context: { code: 'INVALID_ENUM_VALUE' },
});

export const trimmed = (value: unknown): unknown => (typeof value === 'string' ? trimText(value) : value);
export const asTrimmed = ({ value }: TransformFnParams): unknown => trimmed(value);

const asCatalog = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? (readChoice(catalogs, value) ?? value) : value;

/** A catalog, in any letter case, or none. */
export const CatalogParameter = (description?: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, enum: catalogs, enumName: 'Catalog', description }),
    Transform(asCatalog),
    IsIn(catalogs, noSuchValue(catalogs)),
    IsOptional(),
  );
