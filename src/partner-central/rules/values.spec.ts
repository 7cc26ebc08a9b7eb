import { describe, expect, it } from '@jest/globals';
import { usStates } from './us-states.js';
import { catalogs, contextTypes, countryCodes, industries, marketSegments } from './values.js';

it.each([
  ['industries', industries, 28, ['Aerospace', 'Retail', 'Wholesale and Distribution', 'Other']],
  ['countries', countryCodes, 249, ['US', 'DE', 'AN', 'ZW']],
])('there are as many %s as in AWS’s reference, each once', (_, values, count, some) => {
  expect(new Set(values).size).toBe(count);
  expect(values).toHaveLength(count);
  expect(values).toEqual(expect.arrayContaining(some));
});

it('US states are those of AWS’s reference, in its spelling', () => {
  const reference =
    'Alabama|Alaska|American Samoa|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|' +
    'Dist. of Columbia|Federated States of Micronesia|Florida|Georgia|Guam|Hawaii|Idaho|Illinois|Indiana|' +
    'Iowa|Kansas|Kentucky|Louisiana|Maine|Marshall Islands|Maryland|Massachusetts|Michigan|Minnesota|' +
    'Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|' +
    'North Carolina|North Dakota|Northern Mariana Islands|Ohio|Oklahoma|Oregon|Palau|Pennsylvania|' +
    'Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|' +
    'Virgin Islands|Washington|West Virginia|Wisconsin|Wyoming|APO/AE|AFO/FPO|FPO, AP';

  expect(usStates.map(({ value }) => value).join('|')).toBe(reference);
});

it('the short lists are AWS’s', () => {
  expect(catalogs.toSorted()).toEqual(['AWS', 'Sandbox']);
  expect(marketSegments).toEqual(['Enterprise', 'Large', 'Medium', 'Small', 'Micro']);
  expect(contextTypes).toEqual({ customerProject: 'CustomerProject', lead: 'Lead' });
});

describe('the lists can be read in any letter case', () => {
  it.each([
    ['industries', industries],
    ['countries', countryCodes],
    ['US states', usStates.flatMap(({ value, abbreviation = [] }) => [value].concat(abbreviation))],
  ])('no two %s differ by it alone', (_, values) => {
    expect(new Set(values.map((value) => value.toLowerCase())).size).toBe(values.length);
  });
});

it('abbreviations are USPS’s: two capitals', () => {
  const abbreviations = usStates.flatMap(({ abbreviation = [] }) => abbreviation);

  expect(abbreviations).toHaveLength(61);
  expect(abbreviations.filter((abbreviation) => !/^[A-Z]{2}$/.test(abbreviation))).toEqual([]);
});
