import type { Finding } from '../../errors/finding.js';
import { customerCountry } from '../reading/customer-country.js';
import { valueAt } from '../reading/json-patch/document-place.js';
import { lacksCountry } from '../reading/phone-number.js';
import { PHONE_FAULT } from './field-checks.js';

/**
 * A finding about a phone number, telling so where it is the country that is missing: what checks a field sees the object
 * that it stands in, and not the customer.
 * @param content in which it was found
 */
export function tellMissingCountry(finding: Finding, content: object): Finding {
  if (finding.message !== PHONE_FAULT) {
    return finding;
  }
  const tokens = finding.pointer?.split('/').slice(1) ?? [];
  const context = tokens.slice(0, 2);
  const phone = valueAt(content, tokens);
  const isUnknown = customerCountry(valueAt(content, context)) === undefined;
  return isUnknown && typeof phone === 'string' && lacksCountry(phone)
    ? { ...finding, message: unknownCountry(`/${context.join('/')}/customer/address/countryCode`) }
    : finding;
}

const unknownCountry = (pointer: string) =>
  `Its country is not known: write it with \`+\` and country code, or give the customer's country (\`${pointer}\`); no extension.`;
