import { describe, expect, it } from '@jest/globals';
import { countries, vagueCountryNames } from '../../partner-central/rules/country-names.js';
import { countryCodes } from '../../partner-central/rules/values.js';
import { nearestCountry, readCountry } from './read-country.js';

describe('all countries', () => {
  const listed = countries.filter(({ isListed }) => isListed);

  it('are those of Partner Central, and two of ISO that it does not list', () => {
    expect(listed.map(({ code }) => code).toSorted()).toEqual(countryCodes.toSorted());
    expect(countries.filter(({ isListed }) => !isListed).map(({ code }) => code)).toEqual(['KP', 'XK']);
  });

  it('have codes of their own: none is read as that of another', () => {
    const codes = countries.flatMap(({ code, alpha3 }) => [code, alpha3]);

    expect(codes.filter((code) => code === undefined)).toEqual([]);
    expect(new Set(codes).size).toBe(2 * countries.length);
    for (const { code, alpha3 = '' } of listed) {
      expect([code, code.toLowerCase(), alpha3, alpha3.toLowerCase()].map(readCountry)).toEqual(
        Array(4).fill(code),
      );
    }
  });

  it('have names of their own, but for those that are vague: none is read as another', () => {
    const vague = Object.keys(vagueCountryNames);
    for (const { code, names, isListed } of countries) {
      expect(names.length).toBeGreaterThan(0);
      for (const name of names.filter((one) => !vague.includes(one))) {
        for (const text of [
          name,
          name.toUpperCase(),
          name.normalize('NFD'),
          ` ${name}.`,
          `The ${name}`,
          name.replaceAll(' ', ''),
        ]) {
          expect([text, readCountry(text)]).toEqual([text, isListed ? code : undefined]);
        }
      }
    }
  });

  it('that are not listed are none, and nothing is suggested for them', () => {
    for (const text of [
      'KP',
      'PRK',
      'North Korea',
      'Korea, North',
      'DPRK',
      "Korea (Democratic People's Republic of)",
      'XK',
      'Kosovo',
      'Republic of Kosovo',
    ]) {
      expect([text, readCountry(text), nearestCountry(text)]).toEqual([text, undefined, undefined]);
    }
  });
});

it.each([
  ...['United States', 'USA', 'U.S.', 'U.S.A.', 'u s a', 'United States of America', 'the united states'].map(
    (name) => [name, 'US'],
  ),
  ...['UK', 'U.K.', 'Great Britain', 'Britain', 'United Kingdom'].map((name) => [name, 'GB']),
  ...['South Korea', 'Korea, Republic of', 'Korea (Republic of)', 'Korea, South', 'Republic of Korea'].map(
    (name) => [name, 'KR'],
  ),
  ...['Viet Nam', 'Vietnam', 'VNM'].map((name) => [name, 'VN']),
  ...['Czechia', 'Czech Republic', 'The Czech Republic'].map((name) => [name, 'CZ']),
  ...['Türkiye', 'Turkiye', 'Turkey', 'TÜRKİYE', 'Tu\u0308rkiye'].map((name) => [name, 'TR']),
  ...['The Netherlands', 'Netherlands', 'Netherlands (Kingdom of the)', 'Netherlands, The', 'Holland'].map(
    (name) => [name, 'NL'],
  ),
  // Lists to choose from, of shops and forms.
  ...['United States (US)', 'United States of America (USA)', 'US - United States', 'USA/United States'].map(
    (name) => [name, 'US'],
  ),
  ...[
    'United Kingdom (UK)',
    'UK (United Kingdom)',
    'GB: United Kingdom',
    'United Kingdom (Great Britain)',
  ].map((name) => [name, 'GB']),
  ...['DE – Germany', 'Germany (DE)', 'Germany, DE', 'Germany [DEU]', 'DE;Germany'].map((name) => [
    name,
    'DE',
  ]),
  ...['Saint Maarten', 'St. Maarten', 'Sint Maarten (Dutch part)'].map((name) => [name, 'SX']),
  ...['Taiwan, China', 'Taiwan (China)', 'Chinese Taipei', 'Taiwan, R.O.C.'].map((name) => [name, 'TW']),
  ...['S. Korea', 'S Korea', 'Korea, Rep.'].map((name) => [name, 'KR']),
  ['S. Sudan', 'SS'],
  ['N. Macedonia', 'MK'],
  ['S.Africa', 'ZA'],
  ['E. Timor', 'TL'],
  ['N.Z.', 'NZ'],
  ['Czech Rep.', 'CZ'],
  ['Dominican Rep.', 'DO'],
  ['Congo, Dem. Rep.', 'CD'],
  ['Congo, Rep.', 'CG'],
  ['Yemen, Rep.', 'YE'],
  ['India (IN)', 'IN'],
  ...['Côte d’Ivoire', "Cote d'Ivoire", 'COTE D`IVOIRE', 'Ivory Coast'].map((name) => [name, 'CI']),
  ...['Russia', 'Russian Federation', 'RUS'].map((name) => [name, 'RU']),
  ...['Bolivia', 'Bolivia, Plurinational State of', 'Bolivia (Plurinational State of)'].map((name) => [
    name,
    'BO',
  ]),
  ...['Hong Kong', 'Hong Kong SAR China', 'Hong Kong SAR', 'Hong Kong, China', 'HongKong'].map((name) => [
    name,
    'HK',
  ]),
  ...['Macao', 'Macau', 'Macao SAR China'].map((name) => [name, 'MO']),
  ...[
    'Congo, the Democratic Republic of the',
    'Congo (Kinshasa)',
    'DR Congo',
    'D.R.C.',
    'Democratic Republic of Congo',
  ].map((name) => [name, 'CD']),
  ...['Congo, Republic of the', 'Congo - Brazzaville', 'Republic of Congo'].map((name) => [name, 'CG']),
  ...['Bahamas', 'The Bahamas', 'Bahamas, The', 'Bahamas (the)'].map((name) => [name, 'BS']),
  ...['St. Lucia', 'St Lucia', 'Saint Lucia', 'St.Lucia'].map((name) => [name, 'LC']),
  ...['Bosnia & Herzegovina', 'Bosnia-Herzegovina', 'Bosnia and Herzegovina'].map((name) => [name, 'BA']),
  ...['Macedonia', 'North Macedonia', 'Macedonia, the former Yugoslav Republic of'].map((name) => [
    name,
    'MK',
  ]),
  ...['Virgin Islands, U.S.', 'US Virgin Islands', 'United States Virgin Islands'].map((name) => [
    name,
    'VI',
  ]),
  ...['Virgin Islands, British', 'Virgin Islands (British)', 'British Virgin Islands'].map((name) => [
    name,
    'VG',
  ]),
  ...['Micronesia', 'Micronesia, Federated States of', 'Federated States of Micronesia'].map((name) => [
    name,
    'FM',
  ]),
  ...['Republic of Singapore', 'Singapore'].map((name) => [name, 'SG']),
  ['Georgia', 'GE'],
  ['Guinea', 'GN'],
  ['Papua New Guinea', 'PG'],
  ['Guinea-Bissau', 'GW'],
  ['Equatorial Guinea', 'GQ'],
  ['Ireland', 'IE'],
  ['Sudan', 'SD'],
  ['South Sudan', 'SS'],
  ['Samoa', 'WS'],
  ['American Samoa', 'AS'],
  ['Dominica', 'DM'],
  ['Dominican Republic', 'DO'],
  ['Tanzania, United Republic of', 'TZ'],
  ['Iran (Islamic Republic of)', 'IR'],
  ['Taiwan, Province of China', 'TW'],
  ['Palestine, State of', 'PS'],
  ['Netherlands Antilles', 'AN'],
  ['Curaçao', 'CW'],
  ['\u200eGermany\u00a0', 'DE'],
])('%s is %s', (text, code) => {
  expect(readCountry(text)).toBe(code);
});

it.each([
  // Which of two is not told, or the name is one's of none.
  ['Congo', 'CG'],
  ['Korea', 'KR'],
  ['Virgin Islands', undefined],
  ['England', 'GB'],
  ['Northern Ireland', 'GB'],
  ['America', 'US'],
  ['Republic of China', undefined],
  ['China, Republic of', undefined],
  ['State of Georgia', undefined],
  // Its parts name two, or one of them none.
  ['Georgia, US', undefined],
  ['Georgia (GA)', undefined],
  ['Texas, US', undefined],
  ['Congo (CD)', undefined],
  ['Korea (Dem. People’s Rep.)', undefined],
  ['US/Wonderland', undefined],
  ['Canada/US', undefined],
  ['US, CA', undefined],
  ['()', undefined],
  // Not the nearest of nearly the same name.
  ['N. Ireland', 'GB'],
  ['N. Korea', undefined],
  ['Africa', undefined],
  ['Yugoslavia', undefined],
  ['Guiana', undefined],
  ['Serbia and Montenegro', undefined],
  // Slips, and names in part.
  ['Unted States', 'US'],
  ['Untied Kingdom', 'GB'],
  ['Germny', 'DE'],
  ['Phillipines', 'PH'],
  ['Brasil', 'BR'],
  ['Czech', 'CZ'],
  ['German', 'DE'],
  // As near to one as to another.
  ['Irak', undefined],
  ['Nigera', undefined],
  ['United', undefined],
  ['Canary Islands', undefined],
  ['Deutschland', undefined],
  ['XX', undefined],
  ['XXX', undefined],
  ['840', undefined],
  ['', undefined],
  ['-', undefined],
  ['\u212aR', undefined],
  ['U\u202eS', 'US'],
  ['Ger\nmany', 'DE'],
])('%s is none, and %s is suggested', (text, suggestion) => {
  expect([readCountry(text), nearestCountry(text)]).toEqual([undefined, suggestion]);
});

it.each(['a', ','])('200,000 of %s are none, and nothing is suggested', (unit) => {
  const text = unit.repeat(200_000);
  expect([readCountry(text), nearestCountry(text)]).toEqual([undefined, undefined]);
});

it('a suggestion costs little, whatever it is asked for', () => {
  const texts = ['Unted Stetes of Amerika', 'x'.repeat(100), 'ü'.repeat(100), 'Korea, '.repeat(14)];
  nearestCountry('warm');
  const before = process.cpuUsage();
  for (let round = 0; round < 100; round += 1) {
    texts.forEach(nearestCountry);
  }
  const { user } = process.cpuUsage(before);

  // Some 0.1 ms each; a slow machine may need a few times as much.
  expect(user / 1000 / (100 * texts.length)).toBeLessThan(1);
});
