import { expect, it } from '@jest/globals';
import { CountryCode, EngagementContextType, Industry } from '@aws-sdk/client-partnercentral-selling';

import { contextTypeOfAws, contextTypes } from './choices.js';
import { countryCodes } from './country-codes.js';
import { industries } from './industries.js';
import { usStates } from './us-states.js';

it.each([
  { name: 'industries', ours: industries, sdk: Object.values(Industry), size: 28 },
  { name: 'country codes', ours: countryCodes, sdk: Object.values(CountryCode), size: 249 },
])("has the SDK's $name", ({ ours, sdk, size }) => {
  expect(ours).toHaveLength(size);
  expect(ours.toSorted()).toEqual(sdk.toSorted());
});

it("has the SDK's context types, AWS's own among them", () => {
  expect([...contextTypes, contextTypeOfAws].toSorted()).toEqual(
    Object.values(EngagementContextType).toSorted(),
  );
});

it('has each US state once', () => {
  expect(usStates).toHaveLength(62);
  expect(new Set(usStates).size).toBe(62);
  expect(usStates).toEqual(expect.arrayContaining(['Dist. of Columbia', 'FPO, AP', 'Wyoming']));
});
