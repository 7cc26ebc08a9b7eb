import { describe, expect, it } from '@jest/globals';
import type { EngagementContent, ShownEngagement } from '../../engagements/engagement.record.js';
import { differences, requireSameContent } from './same-content.js';

const contexts = [{ type: 'customerProject' as const, customer: { industry: 'Retail', countryCode: 'US' } }];
const texts = { catalog: 'Sandbox' as const, externalRef: 'crm-1', title: 'Migration' };
const wanted: EngagementContent = { ...texts, contexts };

function kept(overrides: Partial<ShownEngagement> = {}): ShownEngagement {
  return {
    id: '0198c1f4-0000-7000-8000-000000000000',
    status: 'submitted',
    version: 3,
    catalog: 'Sandbox',
    externalRef: 'crm-1',
    title: 'Migration',
    contexts: JSON.stringify(contexts),
    createdBy: 'crm',
    createdAt: '2026-11-26T10:00:00.000Z',
    updatedAt: '2026-11-26T10:00:00.000Z',
    readiness: { errors: '[]', warnings: '[]', rules: 1 },
    ...overrides,
  };
}

/** As it was kept before names were read in any letter case. */
const earlierForm = JSON.stringify([
  { type: 'customerProject', customer: { industry: 'RETAIL', countryCode: 'USA' } },
]);

describe('the differences of two contents', () => {
  it('are none of the same', () => {
    expect(differences(kept(), wanted)).toEqual([]);
  });

  it('are none between no contexts and an empty list of them', () => {
    expect(differences(kept({ contexts: '[]' }), texts)).toEqual([]);
  });

  it('are told by fields, those that one of both lacks too', () => {
    const other: EngagementContent = {
      ...texts,
      title: undefined,
      description: 'More',
      contexts: [{ type: 'lead' }],
    };
    expect(differences(kept(), other)).toEqual([
      '/title',
      '/contexts/0/type',
      '/contexts/0/customer',
      '/description',
    ]);
  });

  it('are none where the same was read otherwise, before an upgrade, and can’t be changed any more', () => {
    expect(differences(kept({ contexts: earlierForm }), wanted)).toEqual([]);
    expect(differences(kept({ contexts: earlierForm, status: 'unresolved' }), wanted)).toEqual([]);
    expect(differences(kept({ contexts: earlierForm, status: 'draft' }), wanted)).toEqual([
      '/contexts/0/customer/industry',
      '/contexts/0/customer/countryCode',
    ]);
  });
});

describe('other content', () => {
  it.each([
    ['submitting', 'poll'],
    ['unresolved', 'poll'],
    ['submitted', undefined],
  ] as const)('is refused while it is %s, and to be asked for again: %s', (status, retry) => {
    const refusal = () => {
      requireSameContent(kept({ status }), { ...texts, contexts, title: 'Another' });
    };
    expect(refusal).toThrow(
      expect.objectContaining({
        code: 'engagement-not-editable',
        options: expect.objectContaining({
          members: { engagementStatus: status, differs: ['/title'] },
          ...(retry === undefined ? {} : { retry }),
        }),
      }),
    );
  });

  it.each(['draft', 'rejected'] as const)('may come while it is %s', (status) => {
    expect(() => {
      requireSameContent(kept({ status }), { ...texts, contexts, title: 'Another' });
    }).not.toThrow();
  });
});
