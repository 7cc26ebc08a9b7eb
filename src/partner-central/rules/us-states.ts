export interface UsState {
  readonly value: string;
  readonly abbreviation?: string;
  /** What else it is called. */
  readonly furtherNames?: readonly string[];
}

/**
 * Partner Central's values for a US address's state, each with its USPS abbreviation.
 *
 * The military ones have AWS's spelling. `AA` is left out: neither AWS nor USPS says which value it would be.
 */
export const usStates: readonly UsState[] = [
  { value: 'Alabama', abbreviation: 'AL' },
  { value: 'Alaska', abbreviation: 'AK' },
  { value: 'American Samoa', abbreviation: 'AS' },
  { value: 'Arizona', abbreviation: 'AZ' },
  { value: 'Arkansas', abbreviation: 'AR' },
  { value: 'California', abbreviation: 'CA' },
  { value: 'Colorado', abbreviation: 'CO' },
  { value: 'Connecticut', abbreviation: 'CT' },
  { value: 'Delaware', abbreviation: 'DE' },
  {
    value: 'Dist. of Columbia',
    abbreviation: 'DC',
    furtherNames: ['District of Columbia', 'Washington, D.C.', 'Washington, District of Columbia'],
  },
  {
    value: 'Federated States of Micronesia',
    abbreviation: 'FM',
    furtherNames: ['Micronesia', 'Micronesia, Federated States of'],
  },
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
  {
    value: 'Virgin Islands',
    abbreviation: 'VI',
    furtherNames: ['U.S. Virgin Islands', 'United States Virgin Islands', 'Virgin Islands, U.S.'],
  },
  { value: 'Washington', abbreviation: 'WA' },
  { value: 'West Virginia', abbreviation: 'WV' },
  { value: 'Wisconsin', abbreviation: 'WI' },
  { value: 'Wyoming', abbreviation: 'WY' },
  { value: 'APO/AE', abbreviation: 'AE' },
  { value: 'AFO/FPO' },
  { value: 'FPO, AP', abbreviation: 'AP' },
];
