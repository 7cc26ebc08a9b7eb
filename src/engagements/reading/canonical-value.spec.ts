import { describe, expect, it } from '@jest/globals';
import {
  addressRules,
  contactRules,
  interactionRules,
  leadCustomerRules,
  projectRules,
} from '../../partner-central/rules/context.rules.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { canonicalValue, foldCase, readChoice } from './canonical-value.js';

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
    ['of a website, its letter case kept', websiteUrl, ' Acme.example.com/A ', 'Acme.example.com/A'],
  ])('%s', (_, rule, text, expected) => {
    expect(canonicalValue(rule, text)).toBe(expected);
  });

  it.each([
    ['a catalog', engagementRules.catalog, 'Moon'],
    ['an industry with a blank too many', industry, 'Consumer  Goods'],
    ['a country by its name', countryCode, 'Germany'],
    ['a phone number without a country', phone, '(206) 555-0100'],
    ['a timestamp without a zone', interactionRules.interactionDate, '2026-11-02T10:30:00'],
    ['a look-alike of K', countryCode, '\u212aR'],
    ['a look-alike in an email address', email, 'a@\u212a.example'],
    ['an empty text', industry, ''],
  ])('of what can’t be read is what it was: %s', (_, rule, text) => {
    expect(canonicalValue(rule, text)).toBe(text);
  });
});

describe('a state or region', () => {
  it.each([
    ['WA', 'Washington'],
    ['wa', 'Washington'],
    [' washington ', 'Washington'],
    ['DC', 'Dist. of Columbia'],
    ['dist. OF columbia', 'Dist. of Columbia'],
    ['pr', 'Puerto Rico'],
    ['AE', 'APO/AE'],
    ['ap', 'FPO, AP'],
    ['afo/fpo', 'AFO/FPO'],
    ['AA', 'AA'],
    ['Bavaria', 'Bavaria'],
  ])('in the US: %s is %s', (text, state) => {
    expect(canonicalValue(stateOrRegion, text, 'US')).toBe(state);
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
