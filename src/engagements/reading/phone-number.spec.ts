import { describe, expect, it } from '@jest/globals';
import { toE164 } from './phone-number.js';

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
  ])('%s in %s is %s', (text, country, number) => {
    expect(toE164(text, country)).toBe(number);
  });

  it.each([
    ['without a country', '(206) 555-0100', undefined],
    ['without a country that has numbers', '(206) 555-0100', 'AQ'],
    ['of a country that is none', '(206) 555-0100', 'XX'],
    ['with an international prefix and no country', '0049 30 123456', undefined],
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
    ['of 200,000 digits', '1'.repeat(200_000), 'US'],
    ['of 200,000 signs', '-'.repeat(200_000), 'US'],
    ['of 200,000 pluses', '+'.repeat(200_000), 'US'],
  ])('%s can’t be read', (_, text, country) => {
    expect(toE164(text, country)).toBeUndefined();
  });
});
