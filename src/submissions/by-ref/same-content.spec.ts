import { describe, expect, it } from '@jest/globals';
import {
  contentOf,
  type EngagementContent,
  type EngagementRecord,
  type ShownEngagement,
} from '../../engagements/engagement.record.js';
import { createEngagementRequest } from '../../partner-central/create-engagement.request.js';
import { differences, requireOwnRefusal, requireSameContent } from './same-content.js';

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

describe('the refusal of a submission', () => {
  const token = '0198c1f4-0000-4000-8000-000000000000';

  /** @param sent of what the last submission was; unless given, of what is kept */
  function refused(engagement: ShownEngagement, sent = contentOf(engagement)): EngagementRecord {
    const { body, sha256, clientToken } = createEngagementRequest(sent, token);
    const submission = {
      id: token,
      clientToken,
      attempts: 1,
      requestedAt: new Date(),
      request: body,
      requestSha256: sha256,
    };
    return { ...engagement, status: 'rejected', clientToken: token, submission };
  }

  const another: EngagementContent = { ...texts, contexts, title: 'Another' };

  it.each<[string, EngagementRecord]>([
    ['of the same', refused(kept())],
    ['of the same as it was read before an upgrade', refused(kept({ contexts: earlierForm }))],
    ['of the same, which was edited since', refused(kept({ title: 'Another' }), wanted)],
  ])('is told to who asked for one %s', (_, engagement) => {
    expect(() => {
      requireOwnRefusal(engagement, wanted);
    }).not.toThrow();
  });

  it.each<[string, EngagementRecord]>([
    ['of something else', refused(kept({ title: 'Another' }))],
    ['of something else, though the same is kept again', refused(kept(), another)],
    [
      'of something else, though the same is kept again as it was read before',
      refused(kept({ contexts: earlierForm }), another),
    ],
  ])('is not told to who did not ask for one %s', (_, engagement) => {
    expect(() => {
      requireOwnRefusal(engagement, wanted);
    }).toThrow(expect.objectContaining({ code: 'idempotency-key-reused' }));
  });
});
