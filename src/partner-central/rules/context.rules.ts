import {
  choice,
  type ChoiceRule,
  type FieldRule,
  type FormatRule,
  type ListRule,
  type ObjectRule,
  text,
  type TextRule,
} from './field-rule.js';
import { contextTypes, countryCodes, industries, marketSegments } from './values.js';

/**
 * The rules of a context's fields: a part of the one table that `engagement.rules.ts` describes.
 */

type Format = Omit<FormatRule, 'kind' | 'min' | 'max'>;

/**
 * Where AWS's model asks for less of leads than its reference. Source: the API model of Partner Central Selling, version
 * 2022-07-26, as released on these days (github.com/aws/api-models-aws); `test/aws-model/` holds what the installed
 * SDK carries of it against this table.
 */
const leadsRelaxed = { since: '2026-08-04' };
const freeText = (max: number) => ({ ...leadsRelaxed, isFreeText: true, min: 0, max }) as const;

const industry: ChoiceRule = choice({
  awsName: 'Industry',
  name: 'Industry',
  required: true,
  values: industries,
  description: "The customer's industry. Letter case, punctuation and `&` for `and` make no difference.",
  example: 'Retail',
});

const countryCode: ChoiceRule = choice({
  awsName: 'CountryCode',
  name: 'CountryCode',
  required: true,
  values: countryCodes,
  listedAt: 'GET /reference/countries',
  description:
    'ISO 3166-1 alpha-2 code of the country; its alpha-3 code and its English name are read as that.',
  example: 'US',
});

const companyName = text({
  awsName: 'CompanyName',
  required: true,
  min: 1,
  max: 120,
  description: "The customer's name.",
  example: 'Acme',
});

const websiteUrl: FormatRule = {
  kind: 'websiteUrl',
  awsName: 'WebsiteUrl',
  required: true,
  min: 4,
  max: 255,
  description:
    "The customer's website, with or without http(s)://; a host with accented letters in punycode. No blanks, " +
    'accented letters or any of ``! " # $ % & \' } ~``. Scheme and host are stored in lower case.',
  example: 'acme.example.com',
};

const businessProblem: TextRule = text({
  awsName: 'BusinessProblem',
  required: true,
  isMultiLine: true,
  min: 20,
  max: 2000,
  description: 'What the customer wants to solve.',
  example: 'On-premises capacity runs out each November.',
});

export const projectCustomerRules = {
  companyName,
  industry,
  websiteUrl,
  countryCode,
} as const;

export const projectRules = {
  title: text({
    awsName: 'Title',
    required: true,
    min: 1,
    max: 255,
    description: "The project's title.",
    example: 'Order platform',
  }),
  businessProblem,
  // AWS's pattern takes 2026-02-31; this project asks for a day that exists.
  targetCompletionDate: {
    kind: 'date',
    awsName: 'TargetCompletionDate',
    required: true,
    min: 10,
    max: 10,
    description:
      'When the project should be done, as YYYY-MM-DD or another form with its year first or its month named.',
    example: '2027-06-30',
  },
} as const satisfies Record<string, FieldRule>;

export const addressRules = {
  city: text({
    awsName: 'City',
    required: false,
    min: 0,
    max: 255,
    description: 'City.',
    example: 'Seattle',
  }),
  postalCode: text({
    awsName: 'PostalCode',
    required: false,
    min: 0,
    max: 20,
    description: 'Postal code.',
    example: '98101',
  }),
  stateOrRegion: {
    kind: 'region',
    awsName: 'StateOrRegion',
    required: false,
    min: 0,
    max: 255,
    model: freeText(255),
    description:
      "State or region. With country US one of `GET /reference/us-states`, or the state's usual name or postal abbreviation.",
    example: 'Washington',
  },
  countryCode: { ...countryCode, required: false, model: freeText(10) },
} as const satisfies Record<string, FieldRule>;

export const leadCustomerRules = {
  companyName,
  industry: { ...industry, required: false, model: freeText(255) },
  websiteUrl: { ...websiteUrl, required: false, model: freeText(255) },
  address: {
    kind: 'object',
    awsName: 'Address',
    required: true,
    model: { ...leadsRelaxed, required: false },
    description: "The customer's address. Its country is also the one that phone numbers are read with.",
    fields: addressRules,
  },
  awsMaturity: text({
    awsName: 'AwsMaturity',
    required: false,
    min: 1,
    max: 20,
    model: { ...leadsRelaxed, min: 0, max: 255 },
    description: 'How far the customer has come with AWS, in a few words.',
    example: 'Exploring',
  }),
  marketSegment: choice({
    awsName: 'MarketSegment',
    name: 'MarketSegment',
    required: false,
    values: marketSegments,
    model: freeText(255),
    description: "The customer's size.",
    example: 'Enterprise',
  }),
} as const satisfies Record<string, FieldRule>;

const contactText = (awsName: string, description: string, example: string): TextRule =>
  text({ awsName, required: true, min: 1, max: 80, description, example });

/** The model has taken an empty one from the beginning, though none that is missing: the request keeps what is empty. */
const personName = (awsName: string, description: string, example: string): TextRule => ({
  ...contactText(awsName, description, example),
  model: { since: '2022-07-26', min: 0 },
});

const format = (
  kind: 'email' | 'phone' | 'timestamp',
  min: number,
  max: number,
  rule: Format,
): FormatRule => ({
  kind,
  min,
  max,
  ...rule,
});

export const contactRules = {
  businessTitle: {
    ...contactText('BusinessTitle', "The contact's role.", 'CTO'),
    model: { ...leadsRelaxed, max: 255 },
  },
  email: format('email', 1, 80, {
    awsName: 'Email',
    required: true,
    model: { ...freeText(255), min: 1 },
    description: "The contact's email address; stored in lower case.",
    example: 'ada@acme.example.com',
  }),
  firstName: personName('FirstName', 'First name.', 'Ada'),
  lastName: personName('LastName', 'Last name.', 'Byron'),
  phone: format('phone', 1, 40, {
    awsName: 'Phone',
    required: false,
    model: freeText(255),
    description:
      'Phone number in any usual notation, `tel:` too; without a leading `+` it is read with the country of the ' +
      "customer's address. No extension. Stored as E.164.",
    example: '+12065550100',
  }),
} as const;

const interactionText = (awsName: string, description: string, example: string, required = true): TextRule =>
  text({
    awsName,
    required,
    min: 1,
    max: 255,
    model: { ...leadsRelaxed, required: false, min: 0 },
    description,
    example,
  });

export const interactionRules = {
  sourceType: interactionText('SourceType', 'Kind of source: Event, Website, Referral, Campaign, …', 'Event'),
  sourceId: interactionText('SourceId', "The source's id in your own system.", 'evt-42'),
  sourceName: interactionText('SourceName', "The source's name.", 'Retail Summit'),
  useCase: interactionText('Usecase', 'What the customer wants to use AWS for.', 'Migration', false),
  interactionDate: format('timestamp', 20, 35, {
    awsName: 'InteractionDate',
    required: false,
    description:
      'When it happened: RFC 3339, ISO 8601, or as mail programs and JavaScript write it, with its time zone as an offset or UTC. Stored in UTC, to the millisecond.',
    example: '2026-11-02T10:30:00Z',
  }),
  customerAction: interactionText('CustomerAction', 'What the customer did.', 'Asked for a meeting'),
  businessProblem: {
    ...businessProblem,
    required: false,
    model: { ...leadsRelaxed, min: 0 },
  },
  contact: {
    kind: 'object',
    awsName: 'Contact',
    required: true,
    description: 'Whom to talk to.',
    fields: contactRules,
  },
} as const satisfies Record<string, FieldRule>;

const project: ObjectRule = {
  kind: 'object',
  awsName: 'Project',
  // Optional in AWS's model; an engagement without it tells AWS's sellers nothing to act on.
  required: true,
  description: 'What is to be done.',
  fields: projectRules,
};

const interactions: ListRule = {
  kind: 'list',
  awsName: 'Interactions',
  required: true,
  min: 1,
  max: 10,
  description: 'What the customer and the partner had to do with each other so far.',
  items: { kind: 'item', fields: interactionRules },
};

const qualificationStatus = text({
  awsName: 'QualificationStatus',
  required: false,
  min: 1,
  max: 255,
  description: 'How far the lead is qualified.',
  example: 'Qualified',
});

const customer = (fields: ObjectRule['fields']): ObjectRule => ({
  kind: 'object',
  awsName: 'Customer',
  required: true,
  description: 'The customer.',
  fields,
});

const contextBase = {
  id: text({
    awsName: 'Id',
    required: false,
    min: 1,
    max: 3,
    description: "The context's id within the engagement.",
    example: '1',
  }),
  type: choice({
    awsName: 'Type',
    name: 'ContextType',
    required: true,
    values: Object.keys(contextTypes),
    description: 'What this context holds; it says which fields stand beside it.',
  }),
};

export const customerProjectRules = {
  ...contextBase,
  customer: customer(projectCustomerRules),
  project,
} as const;

export const leadRules = {
  ...contextBase,
  qualificationStatus,
  customer: customer(leadCustomerRules),
  interactions,
} as const;

/**
 * A draft's context may still lack its type; until then it takes what either type has, and asks for what both do.
 * Asked for a project, a lead would get one that it may not have.
 */
export const untypedCustomerRules = {
  ...leadCustomerRules,
  address: { ...leadCustomerRules.address, required: false },
  countryCode: addressRules.countryCode,
} as const;
export const untypedContextRules = {
  ...contextBase,
  qualificationStatus,
  customer: customer(untypedCustomerRules),
  project: { ...project, required: false },
  interactions: { ...interactions, required: false },
} as const;
