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
