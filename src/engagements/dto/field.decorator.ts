import { applyDecorators } from '@nestjs/common';
import { type ClassConstructor, Type, type TypeOptions } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import type { FieldRule, ListRule, ScalarRule } from '../../partner-central/rules/field-rule.js';
import { checkedBy } from '../../validation/checked-by.js';
import { presentChecks, scalarChecks, scopes } from '../validation/field-checks.js';

/** A text field: its validators, from its rule. Its place in the OpenAPI document is in `engagement.schemas.ts`. */
export function TextField(rule: ScalarRule): PropertyDecorator {
  return applyDecorators(...scalarChecks(rule));
}

/** A nested object. */
export function ObjectField(rule: FieldRule, type: () => ClassConstructor<object>): PropertyDecorator {
  return applyDecorators(ValidateNested({ always: true }), Type(type), ...presentChecks(rule));
}

/** A list of nested objects; `discriminated` says which, where they are of more than one class. */
export function ListField(
  rule: ListRule,
  type: () => ClassConstructor<object>,
  discriminated?: TypeOptions,
): PropertyDecorator {
  return applyDecorators(
    ValidateNested({ always: true }),
    Type(type, discriminated),
    checkedBy('hasNotTooMany', {
      code: 'TOO_MANY_VALUES',
      passes: (value) => !Array.isArray(value) || value.length <= rule.max,
      message: `Must have at most ${rule.max} items.`,
    }),
    ...(rule.min > 0 ? [enoughCheck(rule.min)] : []),
    ...presentChecks(rule),
  );
}

function enoughCheck(min: number): PropertyDecorator {
  return checkedBy('hasEnough', {
    code: 'NOT_ENOUGH_VALUES',
    passes: (value) => !Array.isArray(value) || value.length >= min,
    message: `Must have at least ${min} ${min === 1 ? 'item' : 'items'} to submit.`,
    group: scopes.both.submit,
  });
}
