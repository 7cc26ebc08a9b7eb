import { describe, expect, it } from '@jest/globals';
import {
  addressRules,
  contactRules,
  customerProjectRules,
  interactionRules,
  leadCustomerRules,
  projectRules,
} from '../../partner-central/rules/context.rules.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { usStates } from '../../partner-central/rules/us-states.js';
import { industries } from '../../partner-central/rules/values.js';
import { canonicalValue, readChoice } from './canonical-value.js';
import { foldCase } from './fold-case.js';

const { industry, websiteUrl, marketSegment } = leadCustomerRules;
const { stateOrRegion, countryCode } = addressRules;
const { email, phone } = contactRules;

describe('the canonical form', () => {
  it.each([
    ['of a text, its inner blanks kept', engagementRules.title, ' \t A  b\n', 'A  b'],
    ['of a catalog', engagementRules.catalog, ' sandbox', 'Sandbox'],
    ['of a catalog in capitals', engagementRules.catalog, 'aws', 'AWS'],
    ['of an industry', industry, 'wholesale AND distribution ', 'Wholesale and Distribution'],
    ['of a country', countryCode, 'us', 'US'],
    ['of a market segment', marketSegment, 'mICRO', 'Micro'],
    ['of an email address', email, ' Ada.Byron@ACME.example.com ', 'ada.byron@acme.example.com'],
    ['of a phone number', phone, ' +1 (206) 555-0100 ', '+12065550100'],
    ['of a timestamp', interactionRules.interactionDate, '2026-11-02T12:30:00+02:00', '2026-11-02T10:30:00Z'],
    ['of a date', projectRules.targetCompletionDate, ' 2027-06-30 ', '2027-06-30'],
    ['of a website', websiteUrl, 'HTTP://Acme.COM/Path?Q=A', 'http://acme.com/Path?Q=A'],
    ['of a website without a scheme', websiteUrl, ' WWW.Acme.example.com/A ', 'www.acme.example.com/A'],
    ['of a website with a port', websiteUrl, 'HTTPS://ACME.com:8080/A', 'https://acme.com:8080/A'],
    ['of a website that is a host alone', websiteUrl, 'ACME.COM', 'acme.com'],
    ['of a website with a query only', websiteUrl, 'Acme.com?Q=A', 'acme.com?Q=A'],
    [
      'of a website with a user, a name and a password kept',
      websiteUrl,
      'Acme.User:Pass@x.com',
      'Acme.User:Pass@x.com',
    ],
    ['of a day with slashes', projectRules.targetCompletionDate, '2027/06/30', '2027-06-30'],
    [
      'of a day that a program made midnight of',
      projectRules.targetCompletionDate,
      '2027-06-30T00:00:00Z',
      '2027-06-30',
    ],
    [
      'of a timestamp with a blank for the T',
      interactionRules.interactionDate,
      '2026-11-02 10:30:00 +0000',
      '2026-11-02T10:30:00Z',
    ],
    ['of a phone number within marks', phone, '\u202d+1 206 555 0100\u202c', '+12065550100'],
    ['of a text within marks', engagementRules.title, '\ufeff\u2068\u00a0Acme \u200e\u2069\u3000', 'Acme'],
    ['of a link to an email', email, 'mailto:Ada@acme.example.com', 'ada@acme.example.com'],
    ['of an email in brackets', email, '<Ada@acme.example.com>', 'ada@acme.example.com'],
    ['of a link in brackets', email, '<mailto:ada@acme.example.com>', 'ada@acme.example.com'],
    [
      'of a link that says more',
      email,
      'mailto:ada@a.example?cc=b@a.example',
      'mailto:ada@a.example?cc=b@a.example',
    ],
    ['of an email within marks', email, '\u200bada@acme.example.com\u200b', 'ada@acme.example.com'],
    ['of a country by its alpha-3 code', countryCode, 'usa', 'US'],
    ['of a country by its name', countryCode, 'Germany', 'DE'],
    ['of a context’s type', customerProjectRules.type, 'CUSTOMER_PROJECT', 'customerProject'],
  ])('%s', (_, rule, text, expected) => {
    expect(canonicalValue(rule, text)).toBe(expected);
  });

  it.each([
    ['a catalog', engagementRules.catalog, 'Moon'],
    ['a country by half of its name', countryCode, 'Guinea-'.repeat(2)],
    ['a choice with a direction within', industry, 'Re\u202etail'],
    ['a country with a direction within', countryCode, 'U\u202dS'],
    ['a day with its year last', projectRules.targetCompletionDate, '06/07/2027'],
    ['a phone number without a country', phone, '(206) 555-0100'],
    ['a timestamp without a zone', interactionRules.interactionDate, '2026-11-02T10:30:00'],
    ['a look-alike of K', countryCode, '\u212aR'],
    ['a look-alike in an email address', email, 'a@\u212a.example'],
    ['an empty text', industry, ''],
  ])('of what can’t be read is what it was: %s', (_, rule, text) => {
    expect(canonicalValue(rule, text)).toBe(text);
  });
});

describe('an industry', () => {
  it.each([
    ['Software & Internet', 'Software and Internet'],
    ['software and internet', 'Software and Internet'],
    ['Software/Internet', 'Software and Internet'],
    ['Software, Internet', 'Software and Internet'],
    ['SOFTWARE_AND_INTERNET', 'Software and Internet'],
    ['SoftwareAndInternet', 'Software and Internet'],
    ['software-and-internet', 'Software and Internet'],
    ['softwareandinternet', 'Software and Internet'],
    ['Consumer  Goods', 'Consumer Goods'],
    ['Media & Entertainment', 'Media and Entertainment'],
    ['Energy – Oil & Gas', 'Energy - Oil and Gas'],
    ['Energy (Oil and Gas)', 'Energy - Oil and Gas'],
    ['Non-profit organization', 'Non-Profit Organization'],
    ['NONPROFIT ORGANIZATION', 'Non-Profit Organization'],
    ['Health Care', 'Healthcare'],
    ['Real-Estate & Construction', 'Real Estate and Construction'],
  ])('%s is %s', (text, value) => {
    expect(canonicalValue(industry, text)).toBe(value);
  });

  it.each(['Oil & Gas', 'Finance', 'Technology', 'Retai', 'Energy', 'Software', '&', 'and', '-'])(
    '%s is none, and no guess',
    (text) => {
      expect(canonicalValue(industry, text)).toBe(text);
    },
  );

  it('is found by its own name, in any case', () => {
    for (const value of industries) {
      expect(
        [value, value.toUpperCase(), value.replace(' and ', ' & ')].map((one) =>
          canonicalValue(industry, one),
        ),
      ).toEqual([value, value, value]);
    }
  });
});

describe('a state or region', () => {
  it.each([
    ['WA', 'Washington'],
    ['wa', 'Washington'],
    [' washington ', 'Washington'],
    ['Washington State', 'Washington'],
    ['State of New York', 'New York'],
    ['N.Y.', 'New York'],
    ['N.Y', 'New York'],
    ['New-York', 'New York'],
    ['US-CA', 'California'],
    ['California (CA)', 'California'],
    ['CA - California', 'California'],
    ['N. Carolina', 'North Carolina'],
    ['s carolina', 'South Carolina'],
    ['N.Dakota', 'North Dakota'],
    ['W. Virginia', 'West Virginia'],
    ['N. Y.', 'New York'],
    ['W. Va', 'W. Va'],
    ['DC', 'Dist. of Columbia'],
    ['D.C.', 'Dist. of Columbia'],
    ['Washington, D.C.', 'Dist. of Columbia'],
    ['Washington DC', 'Dist. of Columbia'],
    ['District of Columbia', 'Dist. of Columbia'],
    ['district of columbia', 'Dist. of Columbia'],
    ['dist. OF columbia', 'Dist. of Columbia'],
    ['Dist of Columbia', 'Dist. of Columbia'],
    ['US Virgin Islands', 'Virgin Islands'],
    ['Virgin Islands, U.S.', 'Virgin Islands'],
    ['Micronesia', 'Federated States of Micronesia'],
    ['pr', 'Puerto Rico'],
    ['AE', 'APO/AE'],
    ['APO AE', 'APO/AE'],
    ['ap', 'FPO, AP'],
    ['afo/fpo', 'AFO/FPO'],
    ['AA', 'AA'],
    ['Calif.', 'Calif.'],
    ['Bavaria', 'Bavaria'],
    ['Washing\nton', 'Washing\nton'],
  ])('in the US: %s is %s', (text, state) => {
    expect(canonicalValue(stateOrRegion, text, 'US')).toBe(state);
  });

  it('has a name and an abbreviation that no other one has', () => {
    for (const { value, abbreviation = value } of usStates) {
      for (const text of [value, abbreviation, `US-${abbreviation}`, abbreviation.toLowerCase()]) {
        expect([text, canonicalValue(stateOrRegion, text, 'US')]).toEqual([
          text,
          text === `US-${value}` ? text : value,
        ]);
      }
    }
  });

  it.each(['DE', 'CA', undefined])('elsewhere (%s) stays as it is', (country) => {
    expect(canonicalValue(stateOrRegion, ' WA ', country)).toBe('WA');
  });
});

it('a listed value is read in any letter case, and no other one is', () => {
  expect(readChoice(['Sandbox', 'AWS'], ' aWs ')).toBe('AWS');
  expect(readChoice(['Sandbox', 'AWS'], 'Sand')).toBeUndefined();
  expect(readChoice(['Sandbox', 'AWS'], '')).toBeUndefined();
});

it('only the letters A to Z have a lower case', () => {
  expect(foldCase('AZaz Ä İ \u212a')).toBe('azaz Ä İ \u212a');
});

it.each([
  ['a choice', engagementRules.catalog],
  ['an email', contactRules.email],
  ['a state', addressRules.stateOrRegion],
])('leaves what is far too long for %s as it is, to be refused', (_, rule) => {
  const text = 'AbC'.repeat(50_000);

  expect(canonicalValue(rule, text, 'US')).toBe(text);
});
