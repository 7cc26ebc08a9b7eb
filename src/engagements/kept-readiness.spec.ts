import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bodiesWithFaults, bodiesWithOneFault } from '../../test/support/engagement-faults.factory.js';
import {
  contact,
  customerProject,
  engagement,
  interaction,
  lead,
} from '../../test/support/engagements.factory.js';
import type { ShownEngagement } from './engagement.record.js';
import { type RuleSet, ruleSets } from '../config/settings.js';
import {
  keptFindings,
  keptReadinessOf,
  readinessText,
  RULES_NUMBER,
  rulesNumber,
  withReadinessBy,
} from './kept-readiness.js';
import { checkedFindings } from './readiness.js';
import { engagementContent } from './reading/engagement-content.js';
import { readEngagement } from './reading/read-engagement.js';

/** As it is kept once it has been saved, with a title that is missing. */
function kept(
  overrides: Partial<ShownEngagement> = {},
  body: object = engagement({ title: '' }),
  rules: RuleSet = 'reference',
): ShownEngagement {
  const content = engagementContent({ catalog: 'Sandbox', ...body });
  const { contexts = [], ...texts } = content;
  return {
    ...texts,
    id: '0192f0c1-2f6e-7cc3-9d2a-0a4f6c1b7d01',
    status: 'draft',
    version: 1,
    contexts: JSON.stringify(contexts),
    createdBy: 'crm',
    createdAt: '2026-06-15T11:00:00.000Z',
    updatedAt: '2026-06-15T11:00:00.000Z',
    readiness: keptReadinessOf(content, checkedFindings(content, rules), rules),
    ...overrides,
  };
}

const missingTitle = { pointer: '/title', code: 'REQUIRED_FIELD_MISSING', message: 'Is required to submit.' };

describe('readiness that was kept', () => {
  it('is told as it was found', () => {
    expect(JSON.parse(readinessText(kept(), '2026-06-15'))).toEqual({
      ready: false,
      errors: [missingTitle],
      warnings: [],
    });
    expect(keptFindings(kept())).toEqual([missingTitle]);
    expect(JSON.parse(readinessText(kept({}, engagement()), '2026-06-15'))).toEqual({
      ready: true,
      errors: [],
      warnings: [],
    });
  });

  it('is found anew where it was found by other rules', () => {
    const byOthers = kept({ readiness: { errors: '[]', warnings: '[]', rules: RULES_NUMBER - 1 } });
    const anew = withReadinessBy('reference', byOthers);

    expect(JSON.parse(readinessText(anew, '2026-06-15'))).toMatchObject({ errors: [missingTitle] });
    expect(keptFindings(anew)).toEqual([missingTitle]);
    expect(withReadinessBy('reference', anew)).toBe(anew);
  });

  it.each([
    ['reference', 'model', { ready: true, errors: [], warnings: [{ pointer: '/title' }] }],
    ['model', 'reference', { ready: false, errors: [{ pointer: '/title' }], warnings: [] }],
  ] as const)(
    'is found anew where it was found by the %s, and the %s is in force now',
    (before, now, found) => {
      const engagement = withReadinessBy(now, kept({}, undefined, before));

      expect(JSON.parse(readinessText(engagement, '2026-06-15'))).toMatchObject(found);
      expect(engagement.readiness.rules).toBe(rulesNumber(now));
    },
  );

  it('is never found anew of what was erased', () => {
    const erased = kept(
      {
        readiness: { errors: '[]', warnings: '[]', rules: RULES_NUMBER - 1 },
        contexts: '[]',
        personalDataErasedAt: '2026-06-15T11:00:00.000Z',
      },
      {},
    );

    const shown = withReadinessBy('model', erased);
    expect(JSON.parse(readinessText(shown, '2026-06-15'))).toEqual({
      ready: true,
      errors: [],
      warnings: [],
    });
    expect(keptFindings(shown)).toEqual([]);
  });

  it('warns from the day after the first completion date on', () => {
    const project = (targetCompletionDate: string) =>
      customerProject({ project: { ...customerProject().project, targetCompletionDate } });
    const contexts = [project('2027-03-01'), lead(), project('2026-06-15'), project('')];
    const warningsOn = (day: string) =>
      JSON.parse(readinessText(kept({}, engagement({ contexts })), day)).warnings.map(
        ({ pointer }: { pointer: string }) => pointer,
      );

    expect(warningsOn('2026-06-15')).toEqual([]);
    expect(warningsOn('2026-06-16')).toEqual(['/contexts/2/project/targetCompletionDate']);
    expect(warningsOn('2027-03-02')).toHaveLength(2);
  });
});

const phoneWithoutCountry = lead({
  customer: { companyName: 'Acme' },
  interactions: [interaction({ contact: contact({ phone: '(206) 555-0100' }) })],
});

/** What the rules of each number find in the same bodies. */
const fingerprints: Readonly<Record<number, string>> = {
  5: '117d6dfe83f696a1f4bd7ad225db8c85d853803657ff27e2cbd4c2c7bd8113ef',
};

it('is of other rules when what they find changes: raise RULES_NUMBER, and write the new fingerprint here', () => {
  const found = createHash('sha256');
  const bodies = [
    ...bodiesWithOneFault('lead'),
    ...bodiesWithOneFault('customerProject'),
    ...bodiesWithFaults(300, 1),
    engagement({ contexts: [phoneWithoutCountry] }),
  ];
  for (const body of bodies) {
    const { value } = readEngagement(body);
    for (const rules of ruleSets) {
      const { submit, warnings } = checkedFindings(value, rules);
      found.update(JSON.stringify({ submit, warnings }));
    }
  }

  expect({ [RULES_NUMBER]: found.digest('hex') }).toEqual({ [RULES_NUMBER]: fingerprints[RULES_NUMBER] });
});
