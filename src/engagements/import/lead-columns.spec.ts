import { expect, it } from '@jest/globals';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import type { Fields } from '../../partner-central/rules/field-rule.js';
import { leadRules } from '../../partner-central/rules/context.rules.js';
import { leadColumns } from './lead-columns.js';

/** The pointers of all texts of a lead with one interaction. */
function pointersOf(fields: Fields, parent: string): string[] {
  return Object.entries(fields).flatMap(([name, rule]) => {
    const pointer = `${parent}/${name}`;
    switch (rule.kind) {
      case 'object':
        return pointersOf(rule.fields, pointer);
      case 'list':
        return rule.items.kind === 'item' ? pointersOf(rule.items.fields, `${pointer}/0`) : [];
      default:
        return [pointer];
    }
  });
}

it('has a column for every field of a lead, but for what tells it from other contexts', () => {
  const fields = [...pointersOf(engagementRules, ''), ...pointersOf(leadRules, '/contexts/0')];
  const wanted = fields.filter((pointer) => !['/contexts/0/id', '/contexts/0/type'].includes(pointer));

  expect(Object.values<string>(leadColumns).toSorted()).toEqual(wanted.toSorted());
});
