import { describe, expect, it } from '@jest/globals';
import { contact, engagement, interaction, lead } from '../../../test/support/engagements.factory.js';
import { ruleSets } from '../../config/settings.js';
import { checkedFindings } from '../readiness.js';
import { readEngagement } from '../reading/read-engagement.js';

const PHONE = '/contexts/1/interactions/1/contact/phone';
const missing = expect.stringMatching(
  /^Its country is not known: .*`\+`.*`\/contexts\/1\/customer\/address\/countryCode`.*no extension\./,
);
const unreadable = expect.stringMatching(/^Must be a phone number: /);

/** What is said of the phone number of a lead's second contact, by either set of rules. */
function toldOf(phone: string, customer: object | undefined, more: object = {}): string[] {
  const interactions = [interaction({ contact: contact() }), interaction({ contact: contact({ phone }) })];
  const body = engagement({ contexts: [lead(), lead({ customer, interactions, ...more })] });
  const { value } = readEngagement(body);
  return ruleSets.flatMap((rules) => {
    const { submit, warnings } = checkedFindings(value, rules);
    return [...submit, ...warnings].filter(({ pointer }) => pointer === PHONE).map(({ message }) => message);
  });
}

describe('a phone number without a country', () => {
  it.each<[string, object | undefined]>([
    ['no country', { companyName: 'Acme', address: { city: 'Seattle' } }],
    ['no address', { companyName: 'Acme' }],
    ['an address that is a text', { address: 'Seattle' }],
    ['a country that can’t be read', { address: { countryCode: 'Atlantis' } }],
    ['a country that could be two', { address: { countryCode: 'Korea' } }],
    ['an empty country', { address: { countryCode: '' } }],
    ['a country that is a number', { address: { countryCode: 49 } }],
  ])('of a customer with %s is told so, and which field to fill in', (_, customer) => {
    expect(toldOf('(206) 555-0100', customer)).toEqual([missing, missing]);
  });

  it('is told so where there is no customer', () => {
    expect(toldOf('(206) 555-0100', undefined)).toEqual([missing, missing]);
  });

  it('is told so in a context that does not say yet what it is', () => {
    expect(toldOf('(206) 555-0100', { address: {}, countryCode: 'US' }, { type: '' })).toEqual([
      missing,
      missing,
    ]);
    expect(toldOf('(206) 555-0100', { countryCode: 'US' }, { type: '' })).toEqual([]);
  });

  it('says nothing of the value', () => {
    expect(toldOf('(206) 555-0100', {}).join()).not.toMatch(/206|555/);
  });
});

describe('a phone number that can’t be read', () => {
  it.each([
    ['in the country that is known', '555-0100', { address: { countryCode: 'US' } }],
    ['in a country whose numbers are not known', '(206) 555-0100', { address: { countryCode: 'AQ' } }],
    ['whose country is in it', '+1 206', {}],
    ['with the prefix of its country', '0049 1', {}],
    ['in any country', 'Reception', {}],
  ])('%s is told as ever', (_, phone, customer) => {
    expect(toldOf(phone, customer)).toEqual([unreadable, unreadable]);
  });

  it('is told as ever where another fault is told of it', () => {
    expect(toldOf('206\u0007555 0100', {})).toEqual([
      expect.stringContaining('single line'),
      expect.stringContaining('single line'),
    ]);
  });
});
