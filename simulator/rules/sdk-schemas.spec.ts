import { expect, it } from '@jest/globals';
import {
  CreateEngagementRequest$,
  CustomerProjectsContext$,
  EngagementContextDetails$,
  EngagementContextPayload$,
  EngagementCustomer$,
  EngagementCustomerProjectDetails$,
  LeadAddress$,
  LeadContact$,
  LeadContext$,
  LeadCustomer$,
  LeadInteraction$,
} from '@aws-sdk/client-partnercentral-selling';

import { changed, check, interaction, lead, memberAt, project } from '../testing/check-request.js';
import { exampleRequest } from '../testing/example-request.js';
import { createEngagementRules } from './create-engagement.rules.js';
import { memberPath } from './field-rules.js';

it.each([
  { path: '', schema: CreateEngagementRequest$ },
  { path: 'contexts[0]', schema: EngagementContextDetails$ },
  { path: project, schema: CustomerProjectsContext$ },
  { path: `${project}.customer`, schema: EngagementCustomer$ },
  { path: `${project}.project`, schema: EngagementCustomerProjectDetails$ },
  { path: lead, schema: LeadContext$ },
  { path: `${lead}.customer`, schema: LeadCustomer$ },
  { path: `${lead}.customer.address`, schema: LeadAddress$ },
  { path: interaction, schema: LeadInteraction$ },
  { path: `${interaction}.contact`, schema: LeadContact$ },
])("the model has the members of the SDK's $schema.2, and asks for the same ones", ({ path, schema }) => {
  const [, , , , members, , requiredCount = 0] = schema;
  const full = createEngagementRules.model.withNulls(exampleRequest());
  expect(Object.keys(memberAt(full, path)).toSorted()).toEqual(members.toSorted());

  const empty = path === '' ? {} : changed(path, {});
  const missing = check(empty, 'model').list.filter(({ Code }) => Code === 'REQUIRED_FIELD_MISSING');
  const asked = members.slice(0, requiredCount).map((name) => memberPath(path, name));
  // The SDK makes up a ClientToken that is missing, so its schema does not ask for one.
  expect(missing.map(({ FieldName }) => FieldName)).toEqual(path === '' ? [...asked, 'clientToken'] : asked);
});

it("the model has the SDK's kinds of payload", () => {
  const full = createEngagementRules.model.withNulls(exampleRequest());
  const [, , , , members] = EngagementContextPayload$;
  expect(Object.keys(memberAt(full, 'contexts[0].payload')).toSorted()).toEqual(members.toSorted());
});
