import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';
import { isE164 } from '../../partner-central/rules/formats.js';

const countries = getCountries(metadata);

/**
 * Reads a phone number in any usual notation as E.164.
 *
 * What already is E.164 stays as it is, since AWS takes any. Undefined where it can't be read: no `+` and no
 * country, a length that the country does not have, or an extension, which E.164 could not carry.
 */
export function toE164(value: string, country?: string): string | undefined {
  if (isE164(value)) {
    return value;
  }
  const defaultCountry = countries.find((known) => known === country);
  const number = parsePhoneNumberFromString(value, { defaultCountry, extract: false }, metadata);
  if (number === undefined || number.ext !== undefined || !number.isPossible()) {
    return undefined;
  }
  return number.number;
}
