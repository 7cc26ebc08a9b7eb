import { contact, customerProject, engagement, interaction, lead } from '../support/engagements.factory.js';

/** In every text that may be told to nobody but its own caller; nothing else has it. */
export const MARK = 'zqx7k';

/** Telephone numbers have digits only. */
const MARKED_PHONE = '+1206555017';

const marks = /zqx7k\S*|\+?1?206555017\d*/gi;

/** The marks in a text, each once. */
export function marksIn(text: string): string[] {
  return [...new Set(text.match(marks))];
}

const text = (field: string) => `${MARK} ${field}`;

/** A complete engagement whose every free text is marked, so that a mark that has leaked tells where it was. */
export function markedEngagement(overrides: object = {}): object {
  return engagement({
    externalRef: `${MARK}-ref-${crypto.randomUUID()}`,
    title: text('title'),
    description: text('description'),
    contexts: [
      customerProject({
        customer: {
          companyName: text('company'),
          industry: 'Retail',
          websiteUrl: `${MARK}-project.example.com`,
          countryCode: 'DE',
        },
        project: {
          title: text('project'),
          businessProblem: text('problem of a project, in many words'),
          targetCompletionDate: '2099-06-30',
        },
      }),
      markedLead(),
    ],
    ...overrides,
  });
}

export function markedLead(overrides: object = {}): object {
  return lead({
    qualificationStatus: text('qualification'),
    customer: {
      companyName: text('lead'),
      industry: 'Retail',
      websiteUrl: `${MARK}-lead.example.com`,
      address: {
        city: text('city'),
        postalCode: `${MARK}-98101`,
        stateOrRegion: text('region'),
        countryCode: 'DE',
      },
      awsMaturity: `${MARK}-maturity`,
    },
    interactions: [
      interaction({
        sourceType: text('type'),
        sourceId: text('id'),
        sourceName: text('name'),
        useCase: text('use'),
        customerAction: text('action'),
        businessProblem: text('problem of a lead, in many words'),
        contact: markedContact(),
      }),
    ],
    ...overrides,
  });
}

export function markedContact(overrides: object = {}): object {
  return contact({
    businessTitle: text('role'),
    email: `${MARK}@example.com`,
    firstName: text('first'),
    lastName: text('last'),
    phone: `${MARKED_PHONE}7`,
    ...overrides,
  });
}

/** The same as a row of a CSV of leads. */
export const markedColumns = {
  externalRef: `${MARK}-row`,
  title: text('title'),
  description: text('description'),
  companyName: text('company'),
  websiteUrl: `${MARK}.example.com`,
  countryCode: 'DE',
  email: `${MARK}@example.com`,
  firstName: text('first'),
  lastName: text('last'),
  businessTitle: text('role'),
  phone: `${MARKED_PHONE}8`,
};

/** Every text that a value has in it, with its place. */
export function textsOf(
  value: unknown,
  place: readonly string[] = [],
): { place: readonly string[]; text: string }[] {
  if (typeof value === 'string') {
    return [{ place, text: value }];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, one]) => textsOf(one, [...place, name]))
    : [];
}

/** The same value with another text in a place. */
export function withText(value: object, place: readonly string[], replacement: unknown): object {
  const copy: unknown = structuredClone(value);
  const parent = place.slice(0, -1).reduce<unknown>((at, name) => Reflect.get(Object(at), name), copy);
  Reflect.set(Object(parent), place.at(-1) ?? '', replacement);
  return Object(copy);
}
