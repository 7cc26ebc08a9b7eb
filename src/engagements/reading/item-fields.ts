import type { Fields, ItemRule } from '../../partner-central/rules/field-rule.js';

/** The fields that an object of a list may have. What its `type` says counts where there are objects of several kinds. */
export function itemFields(rule: ItemRule, type: unknown): Fields {
  if (rule.kind === 'item') {
    return rule.fields;
  }
  const variant =
    typeof type === 'string' && Object.hasOwn(rule.variants, type) ? rule.variants[type] : undefined;
  return variant ?? rule.untyped;
}
