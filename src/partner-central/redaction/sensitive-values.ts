import { industries, marketSegments } from '../rules/values.js';

/** A text of the request that is not to be kept beside it. */
export interface SensitiveValue {
  /** What the field is called where the value is left out. */
  readonly label: string;
  readonly text: string;
  /** Whether it names somebody or someone's place, even where it is a single word. */
  readonly isName: boolean;
  /** First and last name in a row, as they are said. */
  readonly isFullName?: boolean;
}

interface SensitiveMember {
  readonly member: string;
  readonly label: string;
  readonly isName?: boolean;
  /** Values of AWS's own, which say nothing of a customer. */
  readonly listed?: readonly string[];
}

/**
 * The members that AWS's model marks as sensitive (of `Contact` everything is), and those that callers fill in words of
 * their own, which may name a customer or a person as well: the history keeps AWS's words for longer than the engagement.
 * Where two have the same value, the first one gives its label.
 */
const sensitiveMembers: readonly SensitiveMember[] = [
  { member: 'Email', label: 'email' },
  { member: 'Phone', label: 'phone' },
  { member: 'WebsiteUrl', label: 'website' },
  { member: 'CompanyName', label: 'company name', isName: true },
  { member: 'FirstName', label: 'first name', isName: true },
  { member: 'LastName', label: 'last name', isName: true },
  { member: 'BusinessTitle', label: 'business title' },
  { member: 'City', label: 'city', isName: true },
  { member: 'StateOrRegion', label: 'state or region' },
  { member: 'PostalCode', label: 'postal code' },
  { member: 'CountryCode', label: 'country code' },
  { member: 'SourceName', label: 'source name' },
  { member: 'SourceId', label: 'source id' },
  { member: 'SourceType', label: 'source type' },
  { member: 'Usecase', label: 'use case' },
  { member: 'CustomerAction', label: 'customer action' },
  { member: 'QualificationStatus', label: 'qualification status' },
  { member: 'AwsMaturity', label: 'AWS maturity' },
  { member: 'Industry', label: 'industry', listed: industries },
  { member: 'MarketSegment', label: 'market segment', listed: marketSegments },
  { member: 'BusinessProblem', label: 'business problem' },
  { member: 'Title', label: 'title' },
  { member: 'Description', label: 'description' },
];

/** The sensitive values of a request, and what AWS may make of them; the most telling label first. */
export function sensitiveValues(request: unknown): SensitiveValue[] {
  const found = new Map<string, SensitiveValue[]>();
  gather(request, found);
  return [...sensitiveMembers.map(({ member }) => member), FULL_NAMES].flatMap(
    (member) => found.get(member) ?? [],
  );
}

/** Where full names are gathered: no member of AWS's has this name. */
const FULL_NAMES = '';

const membersByName = new Map(sensitiveMembers.map((one) => [one.member, one]));

function gather(node: unknown, found: Map<string, SensitiveValue[]>): void {
  if (typeof node !== 'object' || node === null) {
    return;
  }
  const members = new Map<string, unknown>(Object.entries(node));
  for (const [name, value] of members) {
    const member = membersByName.get(name);
    if (typeof value !== 'string') {
      gather(value, found);
    } else if (member !== undefined && value !== '' && member.listed?.includes(value) !== true) {
      add(found, name, variantsOf(member, value));
    }
  }
  add(found, FULL_NAMES, fullNames(members.get('FirstName'), members.get('LastName')));
}

function add(found: Map<string, SensitiveValue[]>, name: string, values: readonly SensitiveValue[]): void {
  const list = found.get(name) ?? [];
  list.push(...values);
  found.set(name, list);
}

function fullNames(first: unknown, last: unknown): SensitiveValue[] {
  if (typeof first !== 'string' || typeof last !== 'string' || first === '' || last === '') {
    return [];
  }
  const label = 'contact name';
  return [
    { label, text: `${first} ${last}`, isName: true, isFullName: true },
    { label, text: `${last} ${first}`, isName: true },
  ];
}

/** A value, and the parts of it that name the same one. */
function variantsOf({ member, label, isName = false }: SensitiveMember, text: string): SensitiveValue[] {
  const value = { label, text, isName };
  switch (member) {
    case 'WebsiteUrl': {
      const bare = text.replace(/^(?:https?:\/\/)?(?:www\.)?/i, '');
      return [value, { ...value, text: bare }, { ...value, text: bare.replace(/[/?#:].*$/s, '') }];
    }
    case 'Email':
      return [value, { ...value, text: text.slice(text.lastIndexOf('@') + 1), label: 'email domain' }];
    default:
      return [value];
  }
}
