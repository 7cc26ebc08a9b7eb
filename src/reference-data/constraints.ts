import type { RuleSet } from '../config/settings.js';
import { engagementRules } from '../partner-central/rules/engagement.rules.js';
import type { FieldRule, Fields, ItemRule } from '../partner-central/rules/field-rule.js';
import { fieldsBy } from '../partner-central/rules/rule-sets.js';
import type { ConstraintResponse } from './reference-data.response.js';

/** The table of field rules as a flat list, a row for each field. */
export function constraintsBy(rules: RuleSet): ConstraintResponse[] {
  return rowsOf(fieldsBy(rules, engagementRules), '');
}

function rowsOf(fields: Fields, parent: string, contextType?: string): ConstraintResponse[] {
  return Object.entries(fields).flatMap(([name, rule]) => {
    const field = `${parent}/${name}`;
    return [rowOf(rule, field, contextType), ...rowsWithin(rule, field, contextType)];
  });
}

function rowsWithin(rule: FieldRule, field: string, contextType?: string): ConstraintResponse[] {
  switch (rule.kind) {
    case 'object':
      return rowsOf(rule.fields, field, contextType);
    case 'list':
      return rowsOfItem(rule.items, `${field}/*`, contextType);
    default:
      return [];
  }
}

function rowsOfItem(rule: ItemRule, parent: string, contextType?: string): ConstraintResponse[] {
  return rule.kind === 'item'
    ? rowsOf(rule.fields, parent, contextType)
    : Object.entries(rule.variants).flatMap(([type, fields]) => rowsOf(fields, parent, type));
}

function rowOf(rule: FieldRule, field: string, contextType?: string): ConstraintResponse {
  const { kind, required, description, example } = rule;
  return {
    field,
    ...(contextType === undefined ? {} : { contextType }),
    kind,
    required,
    ...limitsOf(rule),
    description,
    ...(example === undefined ? {} : { example }),
  };
}

function limitsOf(rule: FieldRule): Partial<ConstraintResponse> {
  switch (rule.kind) {
    case 'object':
      return {};
    case 'list':
      return { minItems: rule.min, maxItems: rule.max };
    case 'choice':
      return { values: rule.values };
    case 'text':
      return { minLength: rule.min, maxLength: rule.max, multiLine: rule.isMultiLine === true };
    default:
      return { minLength: rule.min, maxLength: rule.max };
  }
}
