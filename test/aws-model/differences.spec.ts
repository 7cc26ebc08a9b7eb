import { describe, expect, it } from '@jest/globals';
import type { AwsModel } from './aws-model.js';
import { differencesOf } from './differences.js';
import { installedModel } from './installed-model.js';
import { projectModel } from './project-model.js';
import { reportOf } from './report.js';

/** Upgrades of the SDK as they may come, and what the check says of each. */

type Member = AwsModel['members'][number];

const aws = installedModel();
const project = projectModel();
const today = differencesOf(aws, project);

const lead = 'Contexts[].Payload.Lead';

/** What the check says beyond what it says today, when AWS's model is another one. */
const newsOf = (changes: Partial<AwsModel>) =>
  differencesOf({ ...aws, ...changes }, project).filter((line) => !today.includes(line));

const withMembers = (...members: readonly Partial<Member>[]) => ({
  members: [
    ...aws.members,
    ...members.map((member) => ({
      path: '',
      kind: 'text' as const,
      isRequired: false,
      isSensitive: false,
      ...member,
    })),
  ],
});

const withoutMembers = (path: string) => ({
  members: aws.members.filter((member) => member.path !== path && !member.path.startsWith(`${path}.`)),
});

const withMember = (path: string, change: Partial<Member>) => ({
  members: aws.members.map((member) => (member.path === path ? { ...member, ...change } : member)),
});

const withValues = (list: string, change: (values: readonly string[]) => readonly string[]) => ({
  lists: new Map(aws.lists).set(list, change(aws.lists.get(list) ?? [])),
});

describe('a member', () => {
  it('is new', () => {
    expect(
      newsOf(withMembers({ path: 'Tags', kind: 'list' }, { path: `${lead}.Score`, isRequired: true })),
    ).toEqual([
      'Tags: AWS has this optional list, the table does not',
      `${lead}.Score: AWS has this required text, the table does not`,
    ]);
  });

  it('is new with all that is in it: told once', () => {
    const campaign = `${lead}.Campaigns`;

    expect(
      newsOf(
        withMembers(
          { path: campaign, kind: 'list' },
          { path: `${campaign}[].Name` },
          { path: `${campaign}[].Owner.Name` },
        ),
      ),
    ).toEqual([`${campaign}: AWS has this optional list, the table does not`]);
  });

  it('is a further type of context, with its value', () => {
    expect([
      ...newsOf(withMembers({ path: 'Contexts[].Payload.CustomerAccount', kind: 'object' })),
      ...newsOf(withValues('EngagementContextType', (values) => [...values, 'CustomerAccount'])),
    ]).toEqual([
      'Contexts[].Payload.CustomerAccount: AWS has this optional object, the table does not',
      'EngagementContextType: AWS has "CustomerAccount", the project does not',
    ]);
  });

  it('is gone', () => {
    expect(newsOf(withoutMembers(`${lead}.QualificationStatus`))).toEqual([
      `${lead}.QualificationStatus: the table has this optional text, AWS does not`,
    ]);
    expect(newsOf(withoutMembers('Contexts[].Payload.CustomerProject'))).toContain(
      'Contexts[].Payload.CustomerProject: the table has this optional object, AWS does not',
    );
  });

  it('becomes required, or optional', () => {
    const phone = `${lead}.Interactions[].Contact.Phone`;
    const email = `${lead}.Interactions[].Contact.Email`;

    expect([
      ...newsOf(withMember(phone, { isRequired: true })),
      ...newsOf(withMember(email, { isRequired: false })),
      ...newsOf(withMember('ClientToken', { isRequired: true })),
    ]).toEqual([
      `${phone}: required text at AWS, optional text in the table`,
      `${email}: optional text at AWS, required text in the table`,
      'ClientToken: AWS has this required idempotency token, the table does not',
    ]);
  });

  it('becomes something else', () => {
    const date = `${lead}.Interactions[].InteractionDate`;

    expect([
      ...newsOf(withMember(date, { kind: 'text' })),
      ...newsOf(withMember('ClientToken', { kind: 'text' })),
    ]).toEqual([
      `${date}: optional text at AWS, optional timestamp in the table`,
      'ClientToken: AWS has this optional text, the table does not',
    ]);
  });

  it('gets a list of values, or loses it', () => {
    const status = `${lead}.QualificationStatus`;
    const industry = 'Contexts[].Payload.CustomerProject.Customer.Industry';

    expect([
      ...newsOf(withMember(status, { listOfValues: 'QualificationStatus' })),
      ...newsOf(withMember(industry, { listOfValues: undefined })),
    ]).toEqual([
      `${status}: optional text of the list QualificationStatus at AWS, optional text in the table`,
      `${industry}: required text at AWS, required text of the list Industry in the table`,
    ]);
  });

  it('becomes sensitive', () => {
    const day = 'Contexts[].Payload.CustomerProject.Project.TargetCompletionDate';
    const date = `${lead}.Interactions[].InteractionDate`;

    expect([
      ...newsOf(withMember(day, { isSensitive: true })),
      ...newsOf(withMember(date, { isSensitive: true })),
    ]).toEqual([
      `${day}: sensitive at AWS, not redacted by the project`,
      `${date}: sensitive at AWS, not redacted by the project`,
    ]);
    expect(newsOf(withMember(`${lead}.Interactions[].SourceName`, { isSensitive: true }))).toEqual([]);
  });
});

describe('a value', () => {
  it.each(['Industry', 'CountryCode', 'ValidationExceptionErrorCode', 'ValidationExceptionReason'])(
    'is new, or gone: %s',
    (list) => {
      const [gone = '', ...others] = aws.lists.get(list) ?? [];

      expect(newsOf(withValues(list, () => [...others, 'New']))).toEqual([
        `${list}: AWS has "New", the project does not`,
        `${list}: the project has "${gone}", AWS does not`,
      ]);
    },
  );
});

describe('an exception', () => {
  it.each(['CreateEngagement', 'GetEngagement', 'ListEngagements'] as const)('is new to %s', (operation) => {
    const exceptions = { ...aws.exceptions, [operation]: [...aws.exceptions[operation], 'GoneException'] };

    expect(newsOf({ exceptions })).toEqual([
      `${operation}: AWS may answer GoneException, which the project does not know`,
    ]);
  });

  it('is gone', () => {
    const CreateEngagement = aws.exceptions.CreateEngagement.filter((name) => name !== 'ConflictException');

    expect(newsOf({ exceptions: { ...aws.exceptions, CreateEngagement } })).toEqual([
      'CreateEngagement: the project knows ConflictException, which AWS no longer answers',
    ]);
  });
});

describe('the report', () => {
  const deviation = (difference: string) => ({ difference, reason: 'It is meant.', since: '2026-11-26' });

  it('has nothing to say of what is known', () => {
    expect(reportOf(['A: one'], [deviation('A: one')])).toBeUndefined();
  });

  it('lists what is new, what is known no longer, and says where to go on', () => {
    expect(reportOf(['A: one', 'B: two', 'C: three'], [deviation('B: two'), deviation('D: four')])).toBe(
      [
        "AWS's model and this project differ in what nobody has judged yet:",
        '  - A: one',
        '  - C: three',
        '',
        'Known deviations (test/aws-model/known-deviations.ts) that are none any more:',
        '  - D: four',
        '',
        'What to do: docs/decisions/0011-following-aws.md',
      ].join('\n'),
    );
  });
});
