import { nearestNamed } from '../../../errors/nearest.js';
import { columnNames, type LeadColumn } from './lead-columns.js';

/**
 * What else a column is called: by AWS's "Importing leads" template and its older ones, and by exports of Salesforce,
 * HubSpot and Dynamics 365. Only what means one field is here. What a CRM calls an owner, a street or a mobile phone is
 * not: it has no field, or the export has it beside what has. `Title` is not either: `column-meanings.ts` decides what it
 * means.
 */
export const columnAliases: Readonly<Record<LeadColumn, readonly string[]>> = {
  externalRef: ['External Reference', 'External ID', 'Lead ID', 'Record ID', '(Do Not Modify) Lead'],
  catalog: ['Partner Central Catalog'],
  title: ['Engagement Title', 'Engagement Name', 'Topic', 'Lead Topic', 'Subject'],
  description: ['Engagement Description', 'Lead Description'],
  qualificationStatus: ['Lead Status', 'Status Reason'],
  companyName: [
    'Company',
    'Account',
    'Account Name',
    'Company / Account',
    'Company/Account Name',
    'Customer Company',
    'Customer/Company Name',
    'Organization',
    'Organisation',
  ],
  industry: ['Industry Vertical', 'Customer Industry', 'Company Industry'],
  websiteUrl: ['Website', 'Website Address', 'Company Website', 'Company Website URL', 'Customer Website'],
  city: ['Address: City', 'Address 1: City', 'Mailing City', 'Billing City', 'Company City', 'Customer City'],
  postalCode: [
    'Zip',
    'Zip Code',
    'Postcode',
    'Zip/Postal Code',
    'Address: Postal Code',
    'Address 1: ZIP/Postal Code',
    'Address 1: Postal Code',
    'Mailing Zip/Postal Code',
    'Billing Zip/Postal Code',
    'Customer Postal Code',
  ],
  stateOrRegion: [
    'State',
    'Province',
    'State/Province',
    'State or Province',
    'State/Region',
    'State/Province (text only)',
    'Address: State',
    'Address: State/Region',
    'Address 1: State/Province',
    'Mailing State/Province',
    'Mailing State/Province (text only)',
    'Billing State/Province',
    'Billing State/Province (text only)',
    'Customer State',
  ],
  countryCode: [
    'Country',
    'Country/Region',
    'Country (text only)',
    'Address: Country',
    'Address 1: Country/Region',
    'Mailing Country',
    'Mailing Country (text only)',
    'Billing Country',
    'Billing Country (text only)',
    'Company Country',
    'Customer Country',
  ],
  awsMaturity: ['AWS Maturity Level', 'Customer AWS Maturity'],
  marketSegment: ['Customer Market Segment', 'Company Segment', 'Customer Segment'],
  sourceType: ['Lead Source', 'Lead Source Type', 'Original Source', 'Original Traffic Source'],
  sourceId: ['Campaign ID', 'Lead Source ID', 'Event ID'],
  sourceName: ['Campaign', 'Campaign Name', 'Source Campaign', 'Lead Source Name', 'Event Name'],
  useCase: ['Customer Use Case', 'Primary Use Case'],
  interactionDate: [],
  customerAction: [],
  businessProblem: ['Customer Business Problem'],
  businessTitle: [
    'Job Title',
    'Contact Business Title',
    'Contact Job Title',
    'Contact Title',
    'Customer Title',
    'Position',
    'Job Position',
  ],
  email: [
    'Email Address',
    'Contact Email',
    'Contact Email Address',
    'Customer Email',
    'Business Email',
    'Work Email',
    'Company Email',
  ],
  firstName: ['Contact First Name', 'Customer First Name', 'Given Name', 'Forename'],
  lastName: ['Contact Last Name', 'Customer Last Name', 'Surname', 'Family Name'],
  phone: [
    'Phone Number',
    'Telephone',
    'Telephone Number',
    'Business Phone',
    'Work Phone',
    'Office Phone',
    'Contact Phone',
    'Customer Phone',
    'Contact Phone Number',
  ],
};

/** Nothing that is longer is a name of ours; 30 KB of ligatures that stand for 18 letters each took 50 ms to fold. */
const MAX_FOLDED_CHARACTERS = 500;

/** Each name that a column has. */
const namedColumns = columnNames.flatMap((column) =>
  [column, ...columnAliases[column]].map((name) => ({ name, value: column })),
);
const columnsByFoldedName = new Map(namedColumns.map(({ name, value }) => [fold(name), value]));

/**
 * A name without what makes no difference: letter case, accents, and all that is neither letter nor digit, so that
 * "Zip/Postal Code" is zip_postal_code. A very long one stays as it is.
 */
export function fold(name: string): string {
  if (name.length > MAX_FOLDED_CHARACTERS) {
    return name;
  }
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The column that goes by this name, or has it as an alias. */
export function columnNamed(name: string): LeadColumn | undefined {
  return columnsByFoldedName.get(fold(name));
}

/** The column one of whose names a text was probably meant to be. */
export function nearestColumn(name: string): string | undefined {
  return nearestNamed(name, namedColumns);
}
