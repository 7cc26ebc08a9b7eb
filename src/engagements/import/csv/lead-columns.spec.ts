import { expect, it } from '@jest/globals';
import { engagementRules } from '../../../partner-central/rules/engagement.rules.js';
import type { Fields } from '../../../partner-central/rules/field-rule.js';
import { leadRules } from '../../../partner-central/rules/context.rules.js';
import { columnNames, leadColumns, leadOf, ruleOf } from './lead-columns.js';

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

it('knows the rule of every column', () => {
  for (const column of columnNames) {
    expect(ruleOf(column).description).not.toBe('');
  }
  expect(ruleOf('title')).toMatchObject({ kind: 'text', max: 40 });
  expect(ruleOf('email')).toMatchObject({ kind: 'email' });
});

it('makes an engagement with a lead of what a row has', () => {
  const lead = leadOf(
    new Map([
      ['title', 'Lead'],
      ['city', 'Seattle'],
      ['email', 'ada@acme.example.com'],
      ['phone', ''],
    ]),
  );

  expect(lead).toEqual({
    title: 'Lead',
    contexts: [
      {
        type: 'lead',
        customer: { address: { city: 'Seattle' } },
        interactions: [{ contact: { email: 'ada@acme.example.com' } }],
      },
    ],
  });
});
