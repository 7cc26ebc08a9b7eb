import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { importLimits } from './import-limits.js';

/**
 * The columns of a CSV of leads, each with the field that it fills: a row is an engagement with one lead that has one
 * interaction. `docs/import.md` documents them.
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

const { columns: MAX_COLUMNS } = importLimits;

const columnNames = Object.keys(leadColumns).filter(isLeadColumn);
const columnsByFoldedName = new Map(columnNames.map((name) => [fold(name), name]));
const columnsByPointer = new Map<string, LeadColumn>(columnNames.map((name) => [leadColumns[name], name]));

/**
 * Reads the header of a CSV: its columns in their order. Letter case, blanks, hyphens and underscores make no
 * difference, so that "Company Name" and company_name are `companyName`.
 * @throws DomainError `invalid-request` naming every column that is unknown or there twice
 */
export function readHeader(header: readonly string[]): LeadColumn[] {
  const [only = ''] = header;
  if (header.length === 1 && /[;\t]/.test(only)) {
    throw new DomainError(
      'invalid-request',
      'The columns are separated by semicolons or tabs: save it with commas.',
      {
        errors: [
          { column: only.slice(0, 80), code: 'INVALID_VALUE', message: 'Must be separated by commas.' },
        ],
      },
    );
  }
  const errors: Finding[] = [];
  const columns: LeadColumn[] = [];
  for (const name of header.slice(0, MAX_COLUMNS)) {
    const column = columnsByFoldedName.get(fold(name));
    if (column === undefined) {
      errors.push({ column: name.slice(0, 80), code: 'INVALID_VALUE', message: 'There is no such column.' });
    } else if (columns.includes(column)) {
      errors.push({
        column: name.slice(0, 80),
        code: 'DUPLICATE_KEY_VALUE',
        message: 'This column is there twice.',
      });
    } else {
      columns.push(column);
    }
  }
  if (header.length > MAX_COLUMNS) {
    errors.push({
      column: `(column ${MAX_COLUMNS + 1})`,
      code: 'TOO_MANY_VALUES',
      message: `Must have at most ${MAX_COLUMNS} columns.`,
    });
  }
  if (errors.length > 0) {
    const known = columnNames.join(', ');
    throw new DomainError('invalid-request', `The first row must name the columns. Known are: ${known}.`, {
      errors,
    });
  }
  return columns;
}

/** The engagement that a row stands for; an empty cell leaves its field out. */
export function leadOfRow(columns: readonly LeadColumn[], cells: readonly string[]): object {
  const engagement: Branch = { contexts: { 0: { type: 'lead' } } };
  columns.forEach((column, index) => {
    const cell = cells[index]?.trim() ?? '';
    if (cell !== '') {
      put(engagement, leadColumns[column].slice(1).split('/'), cell);
    }
  });
  return withLists(engagement);
}

/** The column that a finding is about, where it is about one. */
export function columnOf(pointer: string | undefined): LeadColumn | undefined {
  return pointer === undefined ? undefined : columnsByPointer.get(pointer);
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

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

function isLeadColumn(name: string): name is LeadColumn {
  return Object.hasOwn(leadColumns, name);
}
