import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, lead } from '../../test/support/engagements.factory.js';
import { readinessOf } from './readiness.js';
import { engagementContent } from './reading/engagement-content.js';

const today = '2026-06-15';
const readiness = (content: object) =>
  readinessOf(engagementContent({ catalog: 'Sandbox', ...content }), today);
const missing = (pointer: string) => expect.objectContaining({ pointer, code: 'REQUIRED_FIELD_MISSING' });

it('is there for a complete engagement, and for one without contexts', () => {
  const ready = { ready: true, errors: [], warnings: [] };

  expect(readiness(engagement())).toEqual(ready);
  expect(readiness(engagement({ contexts: [] }))).toEqual(ready);
  expect(readiness({ title: 'x', description: 'x' })).toEqual(ready);
});

it('tells all at once what an empty draft lacks', () => {
  expect(readiness({ contexts: [{ type: 'lead' }, { type: 'customerProject' }] })).toEqual({
    ready: false,
    errors: [
      '/title',
      '/description',
      '/contexts/0/customer',
      '/contexts/0/interactions',
      '/contexts/1/customer',
      '/contexts/1/project',
    ].map(missing),
    warnings: [],
  });
});

it.each([
  ['an empty context', {}, ['type', 'customer']],
  ['what will be a lead', { ...lead(), type: undefined }, ['type']],
  ['what will be a customer project', { ...customerProject(), type: undefined }, ['type']],
])('asks of %s without a type only what either type needs', (_, context, names) => {
  expect(readiness(engagement({ contexts: [context] })).errors).toEqual(
    names.map((name) => missing(`/contexts/0/${name}`)),
  );
});

describe('a completion date', () => {
  const due = (targetCompletionDate: string | undefined) => {
    const project = { ...customerProject().project, targetCompletionDate };
    return readiness(engagement({ contexts: [lead(), customerProject({ project })] }));
  };

  it.each(['2026-06-14', '1000-01-01'])('in the past (%s) is a warning, and stops nothing', (date) => {
    expect(due(date)).toEqual({
      ready: true,
      errors: [],
      warnings: [
        expect.objectContaining({
          pointer: '/contexts/1/project/targetCompletionDate',
          code: 'VALUE_OUT_OF_RANGE',
        }),
      ],
    });
  });

  it.each([today, '2026-06-16', '9999-12-31'])('from today on (%s) is none', (date) => {
    expect(due(date)).toEqual({ ready: true, errors: [], warnings: [] });
  });

  it.each([undefined, ''])('that is missing (%j) is an error alone', (date) => {
    expect(due(date)).toEqual({
      ready: false,
      errors: [missing('/contexts/1/project/targetCompletionDate')],
      warnings: [],
    });
  });
});
