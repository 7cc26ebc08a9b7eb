import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { checkedBy } from './checked-by.js';

const asNumber = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** A parameter that is given once, or not at all. */
export const IsText = () =>
  checkedBy('isText', {
    code: 'INVALID_VALUE',
    passes: (value) => value === undefined || typeof value === 'string',
    message: 'May be given once.',
  });

const asBoolean = ({ value }: TransformFnParams): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** A switch: `true` or `false`. */
export function IsTrueOrFalse(): PropertyDecorator {
  return applyDecorators(IsBoolean({ message: 'Must be true or false.' }), Transform(asBoolean));
}

/** How many items a page has at most. */
export function PageLimit(maximum: number, usual: number): PropertyDecorator {
  const outOfRange = {
    message: `Must be a whole number from 1 to ${maximum}.`,
    context: { code: 'VALUE_OUT_OF_RANGE' },
  };
  return applyDecorators(
    IsInt({ message: outOfRange.message }),
    Min(1, outOfRange),
    Max(maximum, outOfRange),
    Transform(asNumber),
    ApiProperty({ type: 'integer', required: false, minimum: 1, maximum, default: usual }),
  );
}

/** Where a page begins. */
export function PageCursor(): PropertyDecorator {
  return applyDecorators(
    IsText(),
    ApiProperty({ required: false, description: 'The `nextCursor` of the page before.' }),
  );
}
