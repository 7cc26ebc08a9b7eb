import { describe, expect, it } from '@jest/globals';
import { redact } from './redact.js';

/** Values that are words of AWS's sentences too: the sentence stays one, and nobody is named in it. */

const person = (FirstName: string, LastName: string) => JSON.stringify({ Contact: { FirstName, LastName } });
const company = (CompanyName: string) => JSON.stringify({ CompanyName });
const path = 'contexts.1.member.payload.lead.customer.address.countryCode';

describe.each([
  ...[
    'IN',
    'BE',
    'IT',
    'IS',
    'NO',
    'AT',
    'TO',
    'US',
    'DO',
    'SO',
    'AM',
    'AS',
    'BY',
    'MY',
    'ME',
    'OR',
    'DE',
    'FR',
  ],
])('a country %s', (code) => {
  const body = JSON.stringify({ CountryCode: code });
  const told = '[country code]';

  it.each([
    'The country must be in the allowed list.',
    'It is not valid as it is: no value at the start, by me or my team, is to be so; do so or I am out for us.',
    'MUST BE IN THE LIST, NO VALUE AT ALL IS TO BE SO: DO IT AS MY TEAM OR BY ME; I AM FOR US',
    'No such country. At least one is required. In this catalog it is not. To go on, do so. So it is.',
    'For US addresses the state must be one of Alabama, Alaska, Washington.',
    'Use the region US East (N. Virginia), a US-based account or us-east-1.',
    `INVALID_${code}_CODE, NOT_${code}, ${code}_REGION`,
    `contexts[0].payload.${code.toLowerCase()}.x is none`,
    `Unsupported: it's '${code.toLowerCase()}' in small letters.`,
  ])('leaves %j as it is', (text) => {
    expect(redact(text, body)).toBe(text);
  });

  it.each([
    [`country code ${code} is not supported`, `country code ${told} is not supported`],
    [`Country ${code} can't be in the list.`, `Country ${told} can't be in the list.`],
    [`${code} is not in the list.`, `${told} is not in the list.`],
    [`Not offered in ${code}.`, `Not offered in ${told}.`],
    [`must be in the list (value: ${code})`, `must be in the list (value: ${told})`],
    [`countryCode=${code}, city=x`, `countryCode=${told}, city=x`],
    [`The country is unknown: ${code}`, `The country is unknown: ${told}`],
    [`Invalid codes: [XX, ${code}].`, `Invalid codes: [XX, ${told}].`],
    [code, told],
    [
      `1 validation error detected: Value '${code}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [AQ, XK, ${code}]`,
      `1 validation error detected: Value '${told}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [AQ, XK, ${code}]`,
    ],
    [
      `'${code}' must be one of AQ, ${code} or XK, but got ${code}`,
      `'${told}' must be one of AQ, ${code} or XK, but got ${told}`,
    ],
  ])('makes of %j: %j', (text, redacted) => {
    expect(redact(text, body)).toBe(redacted);
  });

  it.each(["''", '""', '``', '“”', '„“', '‘’', '«»', '‹›', '「」', '()', '[]', '{}', '<>'])(
    'is left out between %s',
    (quotes) => {
      const [before, after] = Array.from(quotes);
      const quoted = (text: string) => `The code ${before}${text}${after} must be in the list.`;

      expect(redact(quoted(code), body)).toBe(quoted(told));
    },
  );
});

describe.each(['OR', 'HI', 'OK', 'IN', 'ME', 'PA'])('a state %s', (code) => {
  const body = JSON.stringify({ StateOrRegion: code });

  it.each([
    'Hi, it is ok to me in one or more states.',
    'Send one OR more of A OR B.',
    `The state must be one of [${code}, WA].`,
  ])('leaves %j as it is', (text) => {
    expect(redact(text, body)).toBe(text);
  });

  it('is left out where it is told as one', () => {
    expect(redact(`The state ${code} is unknown, '${code}' too.`, body)).toBe(
      "The state [state or region] is unknown, '[state or region]' too.",
    );
  });
});

describe('a person whose name is a word', () => {
  it.each([
    ['Will', 'May', 'The title may not be empty; it will be refused.'],
    ['Will', 'May', 'May not be empty. Will be ignored. Title May not be empty.'],
    ['Will', 'May', 'Error: May not be empty'],
    ['Will', 'May', 'A member MAY be null, and WILL be ignored.'],
    ['Will', 'May', 'You may. Will it be so?'],
    ['WILL', 'MAY', 'A member MAY be null; it may, it will.'],
    ['Mark', 'Rich', 'Mark the field. Rich text is not marked, a rich one not allowed.'],
    ['Art', 'Grace', 'Grace period: state of the art, a grace of a day.'],
    ['An', 'Ha', 'An error occurred. An AWS account is needed; an ID too.'],
    ['In', 'The', 'MUST BE IN THE LIST'],
    ['In', 'The', 'In the list. The value must be in the list.'],
    ['Do', 'So', 'Do not do so. So do it.'],
    ['Lead', 'Field', 'Field title is required. Lead title too: Invalid Field title of the lead.'],
    ['Young', 'Price', 'Price is required, the price too.'],
  ])('%s %s leaves %j as it is', (first, last, text) => {
    expect(redact(text, person(first, last))).toBe(text);
  });

  it.each([
    ['Will', 'May', 'The contact Will May is unknown.', 'The contact [contact name] is unknown.'],
    ['Will', 'May', 'Will May is unknown.', '[contact name] is unknown.'],
    ['Will', 'May', 'May, Will: unknown', '[contact name]: unknown'],
    ['Will', 'May', 'CONTACT WILL MAY IS UNKNOWN', 'CONTACT [contact name] IS UNKNOWN'],
    ['Will', 'May', 'the contact will may is unknown', 'the contact [contact name] is unknown'],
    ['Will', 'May', 'will.may and will_may', '[contact name] and [contact name]'],
    ['Will', 'May', 'The contact Will  May', 'The contact [contact name]'],
    ['Will', 'May', 'the contact Will could not', 'the contact [first name] could not'],
    ['Will', 'May', 'The person May was not found.', 'The person [last name] was not found.'],
    ['Will', 'May', 'Will is not a valid name.', '[first name] is not a valid name.'],
    ['Will', 'May', "Will's contact may stay.", "[first name]'s contact may stay."],
    ['Will', 'May', 'Mr. May may stay.', 'Mr. [last name] may stay.'],
    ['Will', 'May', 'By W. May, who may.', 'By W. [last name], who may.'],
    ['Will', 'May', "Value 'will' is bad", "Value '[first name]' is bad"],
    ['Will', 'May', "Value '[Will, May]' at 'x' may", "Value '[[contact name]]' at 'x' may"],
    ['Will', 'May', "Value '{firstName=Will, age=1}' may", "Value '{firstName=[first name], age=1}' may"],
    [
      'Will',
      'May',
      '{"FirstName":"Will","LastName":"May"}',
      '{"FirstName":"[first name]","LastName":"[last name]"}',
    ],
    ['Will', 'May', 'The name (May) may stay: Will', 'The name ([last name]) may stay: [first name]'],
    ['Mark', 'Rich', 'The contact Mark Rich is marked', 'The contact [contact name] is marked'],
    ['Mark', 'Rich', 'the rich contact Rich', 'the rich contact [last name]'],
    ['Will', 'May', 'one of the contacts [Will May, Bob]', 'one of the contacts [[contact name], Bob]'],
    ['Art', 'Grace', 'Contact Grace, of state of the art', 'Contact [last name], of state of the art'],
    ['An', 'Ha', 'An Ha is unknown, an error', '[contact name] is unknown, an error'],
    ['An', 'Ha', 'the contact An is an error', 'the contact [first name] is an error'],
    ['Ng', 'Li', 'Ng is unknown: Li Ng', '[first name] is unknown: [contact name]'],
    ['Lead', 'Field', "Field 'lead' of the contact Lead Field", "Field 'lead' of the contact [contact name]"],
  ])('%s %s in %j: %j', (first, last, text, redacted) => {
    expect(redact(text, person(first, last))).toBe(redacted);
  });

  it('is somebody in the list of names, as anybody', () => {
    expect(redact("Value '[Ada, Byron]' and '[Byron, Lee]'", person('Ada', 'Byron'))).toBe(
      "Value '[[contact name]]' and '[[last name], Lee]'",
    );
  });
});

describe('a company whose name is a word', () => {
  it.each([
    ['It', 'It is not valid: it must be set. IT is none.'],
    ['The', 'The value must be set, the title too.'],
    ['Go', 'Go to the console, go on.'],
    ['Data', 'Data is required. The data is missing.'],
    ['AWS', 'AWS Partner Central and the catalog of AWS are for an AWS account.'],
    ['Field', 'Field title is required. Missing Field title, no field.'],
    ['Lead', 'Lead contexts need a lead, type Lead too.'],
    ['Value', "Value at 'title' failed, the value too."],
    ['Member', 'failed to satisfy constraint: Member must not be null'],
    ['Target', 'The target date is in the past. Target dates too.'],
    ['Business Validation', 'BUSINESS_VALIDATION_FAILED: a business validation'],
    ['Go To', 'Please go to the console.'],
  ])('%s leaves %j as it is', (name, text) => {
    expect(redact(text, company(name))).toBe(text);
  });

  it.each(['It', 'The', 'Go', 'Data', 'AWS', 'Field', 'Lead', 'Value', 'Go To', 'IT', 'it', 'OF'])(
    '%s is left out where AWS quotes it',
    (name) => {
      const text = (told: string) =>
        `Value '${told}' at 'contexts[0].payload.lead.customer.companyName', “${told}”, is taken: companyName=${told}, "companyName":"${told}"`;

      expect(redact(text(name), company(name))).toBe(text('[company name]'));
    },
  );

  it.each([
    ['It', 'The company It has it.', 'The company [company name] has it.'],
    ['Go', 'the company Go must go', 'the company [company name] must go'],
    ['Data', 'the data of the company Data', 'the data of the company [company name]'],
    ['Field', 'Company Field is in the field', 'Company [company name] is in the field'],
    ['Target', 'the target of company Target', 'the target of company [company name]'],
    ['Lead', 'a lead of the company named Lead', 'a lead of the company named [company name]'],
    [
      'Lead',
      "Invalid input 'Lead', a company named 'Lead'",
      "Invalid input '[company name]', a company named '[company name]'",
    ],
    [
      'Lead',
      "The field named 'Lead', type one of [Lead, CustomerProject]",
      "The field named 'Lead', type one of [Lead, CustomerProject]",
    ],
    ['Go To', 'the company Go To may go to the list', 'the company [company name] may go to the list'],
    ['acme', 'The name acme is taken.', 'The name [company name] is taken.'],
    ['Acme', 'The name acme is taken by ACME.', 'The name [company name] is taken by [company name].'],
    ['SAP', 'The name SAP is taken.', 'The name [company name] is taken.'],
  ])('%s in %j: %j', (name, text, redacted) => {
    expect(redact(text, company(name))).toBe(redacted);
  });
});

describe('other values that are words, letters or numbers', () => {
  it.each([
    [{ City: 'Of' }, 'one of the cities', 'one of the cities'],
    [{ City: 'Of' }, "the city Of, '[Of]'", "the city [city], '[[city]]'"],
    [{ City: 'Y' }, "Y only, 'Y' too, a-Y and Y-a", "Y only, '[city]' too, a-Y and Y-a"],
    [{ City: 'Au' }, 'Au is too short', '[city] is too short'],
    [{ Title: 'a' }, "Value 'a' must be a text", "Value '[title]' must be a text"],
    [{ Title: 'title' }, "Value at 'title': the title", "Value at 'title': the title"],
    [{ Title: 'Title' }, "Title is required: 'Title'", "Title is required: '[title]'"],
    [{ Title: 'title' }, '{"title": "title"}', '{"title": "[title]"}'],
    [{ Description: 'must not be empty' }, 'must not be empty', 'must not be empty'],
    [{ Description: 'must not be empty' }, "'must not be empty' must", "'[description]' must"],
    [
      { PostalCode: '1' },
      "1 error: '1' at contexts.1 and [1] (1)",
      "1 error: '[postal code]' at contexts.1 and [1] (1)",
    ],
    [{ PostalCode: '2000' }, 'length less than or equal to 2000', 'length less than or equal to 2000'],
    [{ PostalCode: '2000' }, 'The postal code 2000 is bad', 'The postal code [postal code] is bad'],
    [{ PostalCode: '98101' }, 'seen 98101', 'seen [postal code]'],
    [{ PostalCode: 'SW1A 1AA' }, 'seen sw1a 1aa', 'seen [postal code]'],
    [{ QualificationStatus: 'New' }, 'New leads are new', 'New leads are new'],
    [{ QualificationStatus: 'New' }, 'Value "new" is new', 'Value "[qualification status]" is new'],
    [{ SourceType: 'Event' }, 'Event is required', 'Event is required'],
    [
      { StateOrRegion: 'Ohio' },
      'one of [Iowa, Ohio] but was Ohio',
      'one of [Iowa, Ohio] but was [state or region]',
    ],
  ])('%j in %j: %j', (values, text, redacted) => {
    expect(redact(text, JSON.stringify(values))).toBe(redacted);
  });
});

describe('AWS’s names of fields', () => {
  const body = JSON.stringify({
    CompanyName: 'Lead',
    City: 'Customer',
    Title: 'title',
    CountryCode: 'IN',
    Contact: { FirstName: 'Contexts', LastName: 'payload', BusinessTitle: 'address' },
  });

  it.each([
    'contexts[0].payload.lead.customer.address.countryCode',
    'contexts.1.member.payload.lead.customer.address.countryCode',
    "$['contexts'][1]['payload']['lead']['customer']",
    '/Contexts/1/Payload/Lead/Customer',
    'Title',
    'lead',
    'lead.partnerInsights.customer',
    "Value at 'lead' and member 'title' of contexts[0].Payload.Lead.Title",
    'LEAD_CUSTOMER_TITLE, REQUIRED_FIELD_MISSING, INVALID_IN',
  ])('stay whole: %s', (name) => {
    expect(redact(name, body)).toBe(name);
  });

  it('lose what they should not have', () => {
    const named = JSON.stringify({ Contact: { Email: 'ada@acme.example.com', FirstName: 'Ada' } });

    expect(redact('contexts[0].ada@acme.example.com', named)).toBe('contexts[0].[email]');
    expect(redact('contacts.Ada.email', named)).toBe('contacts.[first name].email');
  });
});
