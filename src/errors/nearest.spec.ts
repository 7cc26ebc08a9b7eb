import { describe, expect, it } from '@jest/globals';
import { nearest, nearestNamed } from './nearest.js';

const industries = [
  ...[
    'Consumer Goods',
    'Energy - Oil and Gas',
    'Energy - Power and Utilities',
    'Financial Services',
    'Healthcare',
  ],
  ...[
    'Manufacturing',
    'Mining',
    'Other',
    'Professional Services',
    'Real Estate and Construction',
    'Retail',
    'Travel',
  ],
];
const fields = [
  ...['title', 'description', 'externalRef', 'companyName', 'firstName', 'lastName', 'useCase'],
  ...['sourceType', 'sourceId', 'sourceName'],
];

describe('what was probably meant', () => {
  it.each([
    ['Retial', industries, 'Retail'],
    ['Reetail', industries, 'Retail'],
    ['Retai', industries, 'Retail'],
    ['Minning', industries, 'Mining'],
    ['Finacial Servises', industries, 'Financial Services'],
    ['Oil & Gas', industries, 'Energy - Oil and Gas'],
    ['Construction', industries, 'Real Estate and Construction'],
    ['Finance', industries, 'Financial Services'],
    ['health', industries, 'Healthcare'],
    ['Manufacturer', industries, 'Manufacturing'],
    ['titel', fields, 'title'],
    ['Title', fields, 'title'],
    ['usecase', fields, 'useCase'],
    ['company_name', fields, 'companyName'],
    ['Company', fields, 'companyName'],
    ['External-Ref', fields, 'externalRef'],
    ['source_id', fields, 'sourceId'],
    ['sourceIds', fields, 'sourceId'],
    ['tîtle', fields, 'title'],
  ])('by %s', (text, candidates, suggestion) => {
    expect(nearest(text, candidates)).toBe(suggestion);
  });

  it.each([
    ['which nothing is near to', 'Technology', industries],
    ['which two have the words of', 'Services', industries],
    ['which two have the word of', 'Energy', industries],
    ['which two fields have the word of', 'Name', fields],
    ['which three fields have the word of, one in few letters more', 'source', fields],
    ['which is too short', 'Re', industries],
    ['which is another word of three letters', 'Mat', ['Map']],
    ['which is as near to another', 'Irak', ['Iran', 'Iraq']],
    ['which has no letters', '&-/', industries],
    ['which has fillers only', 'and the', industries],
    ['which is empty', '', industries],
    ['which is in other letters', 'Розница', industries],
    ['which is longer than any name', `Retail${' '.repeat(100)}`, industries],
    ['which is very long', 'a'.repeat(1_000_000), industries],
    ['where there is nothing to be near to', 'Retail', []],
  ])('is never said of a text %s', (_, text, candidates) => {
    expect(nearest(text, candidates)).toBeUndefined();
  });

  it('may be another value than the name, and one by several names', () => {
    const names = [
      { name: 'Czechia', value: 'CZ' },
      { name: 'Czech Republic', value: 'CZ' },
      { name: 'South Korea', value: 'KR' },
      // Known, and not to be suggested: else it would be near to the one before.
      { name: 'North Korea', value: undefined },
    ];

    expect(
      ['Czech', 'Sout Korea', 'Nort Korea', 'North Korea', 'Korea'].map((text) => nearestNamed(text, names)),
    ).toEqual(['CZ', 'KR', ...[undefined, undefined, undefined]]);
  });
});
