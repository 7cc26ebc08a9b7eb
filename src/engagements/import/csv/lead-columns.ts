import { leadRules } from '../../../partner-central/rules/context.rules.js';
import { engagementRules } from '../../../partner-central/rules/engagement.rules.js';
import type { Fields, ScalarRule } from '../../../partner-central/rules/field-rule.js';

/**
 * The columns of a CSV of leads, each with the field that it fills: a row is an engagement with one lead that has one
 * interaction. `column-aliases.ts` has their other names.
 */
export const leadColumns = {
  externalRef: '/externalRef',
  catalog: '/catalog',
  title: '/title',
  description: '/description',
  qualificationStatus: '/contexts/0/qualificationStatus',
  companyName: '/contexts/0/customer/companyName',
  industry: '/contexts/0/customer/industry',
  websiteUrl: '/contexts/0/customer/websiteUrl',
  city: '/contexts/0/customer/address/city',
  postalCode: '/contexts/0/customer/address/postalCode',
  stateOrRegion: '/contexts/0/customer/address/stateOrRegion',
  countryCode: '/contexts/0/customer/address/countryCode',
  awsMaturity: '/contexts/0/customer/awsMaturity',
  marketSegment: '/contexts/0/customer/marketSegment',
  sourceType: '/contexts/0/interactions/0/sourceType',
  sourceId: '/contexts/0/interactions/0/sourceId',
  sourceName: '/contexts/0/interactions/0/sourceName',
  useCase: '/contexts/0/interactions/0/useCase',
  interactionDate: '/contexts/0/interactions/0/interactionDate',
  customerAction: '/contexts/0/interactions/0/customerAction',
  businessProblem: '/contexts/0/interactions/0/businessProblem',
  businessTitle: '/contexts/0/interactions/0/contact/businessTitle',
  email: '/contexts/0/interactions/0/contact/email',
  firstName: '/contexts/0/interactions/0/contact/firstName',
  lastName: '/contexts/0/interactions/0/contact/lastName',
  phone: '/contexts/0/interactions/0/contact/phone',
} as const satisfies Record<string, string>;

export type LeadColumn = keyof typeof leadColumns;

export const columnNames: readonly LeadColumn[] = Object.keys(leadColumns).filter(isLeadColumn);

const columnsByPointer = new Map<string, LeadColumn>(columnNames.map((name) => [leadColumns[name], name]));

/** The column that fills a field, where there is one. */
export function columnAt(pointer: string | undefined): LeadColumn | undefined {
  return pointer === undefined ? undefined : columnsByPointer.get(pointer);
}

/** The engagement that a row stands for; what is empty leaves its field out. */
export function leadOf(texts: ReadonlyMap<LeadColumn, string>): object {
  const engagement: Branch = { contexts: { 0: { type: 'lead' } } };
  for (const [column, text] of texts) {
    if (text !== '') {
      put(engagement, pathOf(column), text);
    }
  }
  return withLists(engagement);
}

/** The rule of the field that a column fills. */
export function ruleOf(column: LeadColumn): ScalarRule {
  const [first, , ...rest] = pathOf(column);
  const rule = first === 'contexts' ? ruleAt(leadRules, rest) : ruleAt(engagementRules, pathOf(column));
  if (rule === undefined) {
    throw new TypeError(`No rule for the column ${column}`);
  }
  return rule;
}

function ruleAt(fields: Fields, [key = '', ...rest]: readonly string[]): ScalarRule | undefined {
  const rule = fields[key];
  switch (rule?.kind) {
    case undefined:
      return undefined;
    case 'object':
      return ruleAt(rule.fields, rest);
    case 'list':
      return rule.items.kind === 'item' ? ruleAt(rule.items.fields, rest.slice(1)) : undefined;
    default:
      return rule;
  }
}

function pathOf(column: LeadColumn): string[] {
  return leadColumns[column].slice(1).split('/');
}

interface Branch {
  [key: string]: Branch | string;
}

function put(branch: Branch, [key = '', ...rest]: readonly string[], cell: string): void {
  if (rest.length === 0) {
    branch[key] = cell;
    return;
  }
  const next = branch[key];
  const child: Branch = typeof next === 'object' ? next : {};
  branch[key] = child;
  put(child, rest, cell);
}

/** A branch whose only key is 0 is a list of one. */
function withLists(branch: Branch): object {
  const entries = Object.entries(branch).map(([key, value]): [string, unknown] => [
    key,
    typeof value === 'string' ? value : withLists(value),
  ]);
  const [first] = entries;
  return first?.[0] === '0' ? [first[1]] : Object.fromEntries(entries);
}

function isLeadColumn(name: string): name is LeadColumn {
  return Object.hasOwn(leadColumns, name);
}
