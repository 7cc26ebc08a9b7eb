import { isJsonObject } from './json.js';
import { readCountry } from './read-country.js';

/** The code of the country of a context's customer, which phone numbers and states are read with. */
export function customerCountry(context: unknown): string | undefined {
  const customer = isJsonObject(context) && isJsonObject(context['customer']) ? context['customer'] : {};
  const address = isJsonObject(customer['address']) ? customer['address'] : customer;
  const country = address['countryCode'];
  return typeof country === 'string' ? readCountry(country) : undefined;
}
