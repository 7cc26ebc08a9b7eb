import { describe, expect, it } from '@jest/globals';
import { lacksCountry, toE164, withoutExtension } from './phone-number.js';

describe('a phone number', () => {
  it.each([
    // What is E.164 already stays, also where no country has such a number: AWS takes it.
    ['+12065550100', undefined, '+12065550100'],
    ['+12', undefined, '+12'],
    ['+999999999999999', 'US', '+999999999999999'],
    ['+49 30 123456', undefined, '+4930123456'],
    ['+49 (0)30 123456', undefined, '+4930123456'],
    ['+1 (206) 555-0100', 'DE', '+12065550100'],
    ['(206) 555-0100', 'US', '+12065550100'],
    ['206.555.0100', 'US', '+12065550100'],
    ['1-206-555-0100', 'US', '+12065550100'],
    ['030 / 12 34 56', 'DE', '+4930123456'],
    ['0049 30 123456', 'DE', '+4930123456'],
    ['011 49 30 123456', 'US', '+4930123456'],
    ['020 7946 0958', 'GB', '+442079460958'],
    // The zero is part of an Italian number.
    ['06 1234 5678', 'IT', '+390612345678'],
    ['8 (495) 123-45-67', 'RU', '+74951234567'],
    ['(+49) 89 1234567', undefined, '+49891234567'],
    ['( +49 )89/1234567', 'US', '+49891234567'],
    ['[+49] 89 1234567', undefined, '+49891234567'],
    ['+(49) 89 1234567', undefined, '+49891234567'],
    ['(0049) 89 1234567', undefined, '+49891234567'],
    ['+49 (0)89 1234567', undefined, '+49891234567'],
    ['+49-89-1234567', undefined, '+49891234567'],
    ['+49.89.1234567', undefined, '+49891234567'],
    ['+49/89/1234567', undefined, '+49891234567'],
    ['+49·89·1234567', undefined, '+49891234567'],
    ['+44 (0) 20 7946 0958', undefined, '+442079460958'],
    // 00 is the international prefix that E.123 recommends, and what no national number begins with.
    ['0049 89 1234567', undefined, '+49891234567'],
    ['0049 30 123456', undefined, '+4930123456'],
    ['00 49 89 1234567', 'US', '+49891234567'],
    ['0049 30 1234', 'US', '+49301234'],
    ['001 206 555 0100', undefined, '+12065550100'],
    ['tel:+1-206-555-0100', undefined, '+12065550100'],
    ['TEL:+1-206-555-0100', undefined, '+12065550100'],
    ['tel: +1 206 555 0100', undefined, '+12065550100'],
    ['tel://+12065550100', undefined, '+12065550100'],
    ['tel:206-555-0100;phone-context=+1', undefined, '+12065550100'],
    ['tel:+1-206-555-0100;tgrp=local', undefined, '+12065550100'],
    ['Tel. 030 123456', 'DE', '+4930123456'],
    ['\u202d+1 206 555 0100\u202c', undefined, '+12065550100'],
    ['\u2066+12065550100\u2069', undefined, '+12065550100'],
    ['+1\u200e206\u200f555\u00ad0100\ufeff', undefined, '+12065550100'],
    ['+1\u00a0206\u202f555\u20090100', undefined, '+12065550100'],
    ['\uff0b\uff11 \uff12\uff10\uff16 555 0100', undefined, '+12065550100'],
    ['+1 206 555\u20110100', undefined, '+12065550100'],
    ["'+12065550100", undefined, '+12065550100'],
    // Mexico's mobile numbers had a 1 until 2019, as Argentina's still have a 9.
    ['+52 1 55 1234 5678', undefined, '+525512345678'],
    ['+521 (55) 1234-5678', undefined, '+525512345678'],
    ['+5215512345678', undefined, '+525512345678'],
    ['1 55 1234 5678', 'MX', '+525512345678'],
    ['044 55 1234 5678', 'MX', '+525512345678'],
    ['01 55 1234 5678', 'MX', '+525512345678'],
    ['+52 55 1234 5678', undefined, '+525512345678'],
    ['+54 9 11 2345 6789', undefined, '+5491123456789'],
    ['+5491123456789', undefined, '+5491123456789'],
  ])('%s in %s is %s', (text, country, number) => {
    expect(toE164(text, country)).toBe(number);
  });

  it.each([
    ['without a country', '(206) 555-0100', undefined],
    ['without a country that has numbers', '(206) 555-0100', 'AQ'],
    ['of a country that is none', '(206) 555-0100', 'XX'],
    ['with the international prefix of one country and no country', '011 49 30 123456', undefined],
    ['with an international prefix and no country code', '0099 30 123456', undefined],
    ['with an extension in a link', 'tel:+1-206-555-0100;ext=42', undefined],
    ['with a subaddress in a link', 'tel:+1-206-555-0100;isub=42', undefined],
    ['with an extension behind a number sign', '+1 206 555 0100 #42', undefined],
    ['with an extension behind a semicolon', '+1 206 555 0100;42', undefined],
    ['with an extension as a word', '+1 206 555 0100 extension 42', undefined],
    ['with a word behind it', '+1 206 555 0100 (mobile)', undefined],
    ['of Mexico with two digits too many', '+52 11 55 1234 5678', undefined],
    ['without its area code', '555-0100', 'US'],
    ['with a digit too many', '+1 206 555 01001', 'US'],
    ['with an extension', '(206) 555-0100 ext. 7', 'US'],
    ['with an extension in short', '(206) 555-0100 x7', 'US'],
    ['with an extension of a URL', 'tel:+12065550100;ext=7', 'US'],
    ['of two', '206-555-0100 / 206-555-0101', 'US'],
    ['within words', 'call 206-555-0100', 'US'],
    ['in letters', '1-800-FLOWERS', 'US'],
    ['of a zero as country code', '+0 30 123456', 'DE'],
    ['with two pluses', '++12065550100', 'US'],
    ['that is empty', '', 'US'],
    ['within 200,000 marks', `${'\u200e'.repeat(200_000)}+12065550100`, 'US'],
    ['of 200,000 semicolons', `+1${';'.repeat(200_000)}`, 'US'],
    ['of 200,000 digits', '1'.repeat(200_000), 'US'],
    ['of 200,000 signs', '-'.repeat(200_000), 'US'],
    ['of 200,000 pluses', '+'.repeat(200_000), 'US'],
  ])('%s can’t be read', (_, text, country) => {
    expect(toE164(text, country)).toBeUndefined();
  });
});

it.each([
  ['+1 206 555 0100 ext. 42', '+12065550100'],
  ['+1 (206) 555-0100 x42', '+12065550100'],
  ['tel:+1-206-555-0100;ext=42', '+12065550100'],
  ['+52 1 55 1234 5678 ext. 7', '+525512345678'],
  // Of which country is not told.
  ['(206) 555-0100 ext. 42', undefined],
  ['+1 206 555 0100', undefined],
  ['+1 206', undefined],
  ['', undefined],
])('%s has an extension behind %s', (text, number) => {
  expect(withoutExtension(text)).toBe(number);
});

describe('a number that can be read with a country alone', () => {
  it.each([
    ...['(206) 555-0100', '206.555.0100', '1-206-555-0100', '030 / 12 34 56', '06 1234 5678', '2065550100'],
    ...['Tel. 030 123456', 'tel:206-555-0100', '\u202d(206) 555-0100\u202c', '206\u2011555\u20130100'],
    ...['011 49 30 123456', '49 30 123456', "'2065550100", '\uff12\uff10\uff16 555 0100', '5550'],
    ...['(206) 555-0100 ext. 7', '206-555-0100 x7', '2065550100 #42', 'tel:206-555-0100;ext=7'],
  ])('%s', (text) => {
    expect(lacksCountry(text)).toBe(true);
  });

  it.each([
    ['with a plus', '+1 206 555 01'],
    ['with a plus in brackets', '(+49) 8'],
    ['with the prefix that stands for a plus', '0049 30 1'],
    ['with that prefix in brackets', '(0049) 30 1'],
    ['in letters', '1-800-FLOWERS'],
    ['within words', 'call 206-555-0100'],
    ['of words', 'Reception'],
    ['of two', '206-555-0100 and 206-555-0101'],
    ['too short for any country', '12'],
    ['too long for any country', '1'.repeat(21)],
    ['without digits', '(-)'],
    ['that is empty', ''],
    ['of a spreadsheet', '1.20656E+10'],
    ['on two lines', '206 555 0100\n206 555 0101 home'],
    ['of 200,000 digits', '1'.repeat(200_000)],
    ['of 200,000 blanks', `${' '.repeat(200_000)}x`],
  ])('is none %s', (_, text) => {
    expect(lacksCountry(text)).toBe(false);
  });
});
