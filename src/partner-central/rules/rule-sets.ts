import type { RuleSet } from '../../config/settings.js';
import type { FieldRule, Fields, ItemRule, ScalarRule } from './field-rule.js';

/** The fields by a set of rules. They are the same fields in both: the sets differ in what they ask of each. */
export function fieldsBy(set: RuleSet, fields: Fields): Fields {
  switch (set) {
    case 'reference':
      return fields;
    case 'model':
      return modelsFields(fields);
  }
}

/** What AWS's model asks of a text. */
export function modelsScalar(rule: ScalarRule): ScalarRule {
  const { model, ...reference } = rule;
  if (model === undefined) {
    return rule;
  }
  const { since: _since, isFreeText = false, ...differences } = model;
  if (!isFreeText) {
    return { ...reference, ...differences };
  }
  const { awsName, required, example } = reference;
  // What the reference asks for is still the best to send.
  const description = `${reference.description} AWS's model takes any other text as well.`;
  return { kind: 'text', awsName, required, description, example, min: 0, max: 0, ...differences };
}

/** Whether AWS's model needs the field before the engagement can be submitted. */
export function isRequiredByModel({ required, model }: FieldRule): boolean {
  return model?.required ?? required;
}

/** Whether AWS's model needs the field, and is content with an empty text. */
export function mayBeEmptyByModel(rule: FieldRule): boolean {
  return isRequiredByModel(rule) && rule.model?.min === 0;
}

function modelsFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, rule]) => [name, modelsRule(rule)]));
}

function modelsRule(rule: FieldRule): FieldRule {
  const required = isRequiredByModel(rule);
  switch (rule.kind) {
    case 'object':
      return { ...rule, required, fields: modelsFields(rule.fields) };
    case 'list':
      return { ...rule, required, items: modelsItems(rule.items) };
    default:
      return modelsScalar(rule);
  }
}

function modelsItems(rule: ItemRule): ItemRule {
  switch (rule.kind) {
    case 'item':
      return { kind: 'item', fields: modelsFields(rule.fields) };
    case 'union': {
      const variants: Record<string, Fields> = {};
      for (const [type, fields] of Object.entries(rule.variants)) {
        variants[type] = modelsFields(fields);
      }
      const { type } = rule.untyped;
      return { kind: 'union', variants, untyped: { ...modelsFields(rule.untyped), type } };
    }
  }
}
