import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, getSchemaPath } from '@nestjs/swagger';
import { type ClassConstructor, Type, type TypeOptions } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import type { FieldRule, ListRule, ScalarRule } from '../../partner-central/rules/field-rule.js';
import { checkedBy } from '../../validation/checked-by.js';
import { presentChecks, scalarChecks, scopes } from '../validation/field-checks.js';

/** A text field: its validators and its place in the OpenAPI document, both from its rule. */
export function TextField(rule: ScalarRule): PropertyDecorator {
  return applyDecorators(...scalarChecks(rule), ApiProperty(textSchema(rule)));
}

/** A nested object. */
export function ObjectField(rule: FieldRule, type: () => ClassConstructor<object>): PropertyDecorator {
  return applyDecorators(
    ValidateNested({ always: true }),
    Type(type),
    ApiProperty({ type: () => type(), required: false, description: describe(rule) }),
    ...presentChecks(rule),
  );
}

/** A list of nested objects; `discriminated` where they are of more than one class. */
export function ListField(
  rule: ListRule,
  type: () => ClassConstructor<object>,
  discriminated?: { type: TypeOptions; classes: ClassConstructor<object>[] },
): PropertyDecorator {
  const common = { required: false, maxItems: rule.max, description: describe(rule) };
  return applyDecorators(
    ValidateNested({ always: true }),
    Type(type, discriminated?.type),
    checkedBy('hasNotTooMany', {
      code: 'TOO_MANY_VALUES',
      passes: (value) => !Array.isArray(value) || value.length <= rule.max,
      message: `Must have at most ${rule.max} items.`,
    }),
    ...(rule.min > 0 ? [enoughCheck(rule.min)] : []),
    ...presentChecks(rule),
    discriminated === undefined
      ? // Nest takes a function for a lazy class by its name only: it must be called `type`.
        ApiProperty({ ...common, type: () => type(), isArray: true })
      : ApiProperty({ ...common, type: 'array', items: { anyOf: discriminated.classes.map(reference) } }),
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

const reference = (type: ClassConstructor<object>) => ({ $ref: getSchemaPath(type) });

function textSchema(rule: ScalarRule): ApiPropertyOptions {
  const base = { required: false, description: describe(rule), example: rule.example };
  if (rule.kind === 'choice') {
    return { ...base, enum: rule.values, enumName: rule.name };
  }
  return { ...base, type: String, maxLength: rule.max, ...format[rule.kind] };
}

const format: Record<Exclude<ScalarRule['kind'], 'choice'>, { format?: string }> = {
  text: {},
  region: {},
  websiteUrl: {},
  email: { format: 'email' },
  phone: {},
  date: { format: 'date' },
  timestamp: { format: 'date-time' },
};

const lines = 'May have line breaks and tabs; all other texts are single lines.';

/** What the schema itself can't say, as a draft may lack it: what submitting asks for. */
export function describe(rule: FieldRule): string {
  const needs = [
    ...(rule.required ? ['required'] : []),
    ...('min' in rule && rule.min > 1 && rule.min < rule.max
      ? [`at least ${rule.min} ${rule.kind === 'list' ? 'items' : 'characters'}`]
      : []),
  ];
  const about =
    rule.kind === 'text' && rule.isMultiLine === true ? `${rule.description} ${lines}` : rule.description;
  return needs.length === 0 ? about : `${about} To submit: ${needs.join(', ')}.`;
}
