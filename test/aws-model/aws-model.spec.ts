import { describe, expect, it } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticListSchema, StaticStructureSchema } from '@smithy/types';
import { differencesOf } from './differences.js';
import { installedModel, installedVersion, membersOf } from './installed-model.js';
import { knownDeviations } from './known-deviations.js';
import { projectModel } from './project-model.js';
import { reportOf } from './report.js';

it("the project knows AWS's model as the installed SDK has it", () => {
  const report = reportOf(differencesOf(installedModel(), projectModel()), knownDeviations);
  if (report !== undefined) {
    throw new Error(`@aws-sdk/client-partnercentral-selling ${installedVersion}\n\n${report}`);
  }
});

/** Were these read as nothing, the check above would see nothing. */
describe('what is read of the SDK', () => {
  const { members, lists, exceptions } = installedModel();
  const member = (path: string) => members.find((one) => one.path === path);

  it('has members of every kind', () => {
    expect(member('ClientToken')).toEqual({
      path: 'ClientToken',
      kind: 'idempotency token',
      isRequired: false,
      isSensitive: false,
    });
    expect(member('Contexts')).toMatchObject({ kind: 'list' });
    expect(member('Contexts[].Payload')).toMatchObject({ kind: 'union' });
    expect(member('Contexts[].Payload.Lead')).toMatchObject({ kind: 'object', isRequired: false });
    expect(member('Contexts[].Payload.Lead.Interactions[].InteractionDate')).toMatchObject({
      kind: 'timestamp',
    });
  });

  it('has what is required, sensitive and of a list', () => {
    expect(member('Contexts[].Payload.Lead.Interactions[].Contact.Email')).toEqual({
      path: 'Contexts[].Payload.Lead.Interactions[].Contact.Email',
      kind: 'text',
      isRequired: true,
      isSensitive: true,
    });
    expect(member('Contexts[].Payload.CustomerProject.Customer.Industry')).toEqual({
      path: 'Contexts[].Payload.CustomerProject.Customer.Industry',
      kind: 'text',
      isRequired: true,
      isSensitive: false,
      listOfValues: 'Industry',
    });
  });

  it('has what is in something sensitive as sensitive', () => {
    const TIMESTAMP = 4;
    const SENSITIVE = 8;
    const visit: StaticStructureSchema = [3, 'test', 'Visit', SENSITIVE, ['At'], [TIMESTAMP]];
    const visits: StaticListSchema = [1, 'test', 'Visits', 0, () => visit];
    const request: StaticStructureSchema = [
      3,
      'test',
      'Request',
      0,
      ['Visit', 'Visits', 'At'],
      [() => visit, () => visits, TIMESTAMP],
      1,
    ];

    expect(membersOf(NormalizedSchema.of(request))).toEqual([
      { path: 'Visit', kind: 'object', isRequired: true, isSensitive: true },
      { path: 'Visit.At', kind: 'timestamp', isRequired: false, isSensitive: true },
      { path: 'Visits', kind: 'list', isRequired: false, isSensitive: true },
      { path: 'Visits[].At', kind: 'timestamp', isRequired: false, isSensitive: true },
      { path: 'At', kind: 'timestamp', isRequired: false, isSensitive: false },
    ]);
  });

  it('has values and exceptions', () => {
    expect(lists.get('Industry')).toContain('Aerospace');
    expect(exceptions.CreateEngagement).toContain('ServiceQuotaExceededException');
    expect(exceptions.GetEngagement).toContain('ResourceNotFoundException');
    expect(exceptions.GetEngagement).not.toContain('PartnerCentralSellingServiceException');
  });
});
