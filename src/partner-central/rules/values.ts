import { CountryCode, EngagementContextType, Industry } from '@aws-sdk/client-partnercentral-selling';

/** The values that Partner Central knows, from the SDK's own objects where it has them. */
export const industries: readonly string[] = Object.values(Industry);
export const countryCodes: readonly string[] = Object.values(CountryCode);

export const catalogs = ['Sandbox', 'AWS'] as const;

/** The SDK types a market segment as plain text, so the five values of AWS's API reference stand here. */
export const marketSegments = ['Enterprise', 'Large', 'Medium', 'Small', 'Micro'] as const;

/** Our name for a context's type, and AWS's. `ProspectingResult` of newer models is not offered. */
export const contextTypes = {
  customerProject: EngagementContextType.CUSTOMER_PROJECT,
  lead: EngagementContextType.LEAD,
} as const;

export type ContextTypeName = keyof typeof contextTypes;

/**
 * Partner Central's values for a US address's state, each with its USPS abbreviation.
 *
 * The military ones have AWS's spelling. `AA` is left out: neither AWS nor USPS says which value it would be.
 */
export const usStates: readonly { readonly value: string; readonly abbreviation?: string }[] = [
  { value: 'Alabama', abbreviation: 'AL' },
  { value: 'Alaska', abbreviation: 'AK' },
  { value: 'American Samoa', abbreviation: 'AS' },
  { value: 'Arizona', abbreviation: 'AZ' },
  { value: 'Arkansas', abbreviation: 'AR' },
  { value: 'California', abbreviation: 'CA' },
  { value: 'Colorado', abbreviation: 'CO' },
  { value: 'Connecticut', abbreviation: 'CT' },
  { value: 'Delaware', abbreviation: 'DE' },
  { value: 'Dist. of Columbia', abbreviation: 'DC' },
  { value: 'Federated States of Micronesia', abbreviation: 'FM' },
  { value: 'Florida', abbreviation: 'FL' },
  { value: 'Georgia', abbreviation: 'GA' },
  { value: 'Guam', abbreviation: 'GU' },
  { value: 'Hawaii', abbreviation: 'HI' },
  { value: 'Idaho', abbreviation: 'ID' },
  { value: 'Illinois', abbreviation: 'IL' },
  { value: 'Indiana', abbreviation: 'IN' },
  { value: 'Iowa', abbreviation: 'IA' },
  { value: 'Kansas', abbreviation: 'KS' },
  { value: 'Kentucky', abbreviation: 'KY' },
  { value: 'Louisiana', abbreviation: 'LA' },
  { value: 'Maine', abbreviation: 'ME' },
  { value: 'Marshall Islands', abbreviation: 'MH' },
  { value: 'Maryland', abbreviation: 'MD' },
  { value: 'Massachusetts', abbreviation: 'MA' },
  { value: 'Michigan', abbreviation: 'MI' },
  { value: 'Minnesota', abbreviation: 'MN' },
  { value: 'Mississippi', abbreviation: 'MS' },
  { value: 'Missouri', abbreviation: 'MO' },
  { value: 'Montana', abbreviation: 'MT' },
  { value: 'Nebraska', abbreviation: 'NE' },
  { value: 'Nevada', abbreviation: 'NV' },
  { value: 'New Hampshire', abbreviation: 'NH' },
  { value: 'New Jersey', abbreviation: 'NJ' },
  { value: 'New Mexico', abbreviation: 'NM' },
  { value: 'New York', abbreviation: 'NY' },
  { value: 'North Carolina', abbreviation: 'NC' },
  { value: 'North Dakota', abbreviation: 'ND' },
  { value: 'Northern Mariana Islands', abbreviation: 'MP' },
  { value: 'Ohio', abbreviation: 'OH' },
  { value: 'Oklahoma', abbreviation: 'OK' },
  { value: 'Oregon', abbreviation: 'OR' },
  { value: 'Palau', abbreviation: 'PW' },
  { value: 'Pennsylvania', abbreviation: 'PA' },
  { value: 'Puerto Rico', abbreviation: 'PR' },
  { value: 'Rhode Island', abbreviation: 'RI' },
  { value: 'South Carolina', abbreviation: 'SC' },
  { value: 'South Dakota', abbreviation: 'SD' },
  { value: 'Tennessee', abbreviation: 'TN' },
  { value: 'Texas', abbreviation: 'TX' },
  { value: 'Utah', abbreviation: 'UT' },
  { value: 'Vermont', abbreviation: 'VT' },
  { value: 'Virginia', abbreviation: 'VA' },
  { value: 'Virgin Islands', abbreviation: 'VI' },
  { value: 'Washington', abbreviation: 'WA' },
  { value: 'West Virginia', abbreviation: 'WV' },
  { value: 'Wisconsin', abbreviation: 'WI' },
  { value: 'Wyoming', abbreviation: 'WY' },
  { value: 'APO/AE', abbreviation: 'AE' },
  { value: 'AFO/FPO' },
  { value: 'FPO, AP', abbreviation: 'AP' },
];
