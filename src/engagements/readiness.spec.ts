import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, lead } from '../../test/support/engagements.factory.js';
import { ruleSets } from '../config/settings.js';
import { checkedFindings, pastDateWarnings } from './readiness.js';
import { engagementContent } from './reading/engagement-content.js';

const today = '2026-06-15';
const readiness = (draft: object) => {
  const content = engagementContent({ catalog: 'Sandbox', ...draft });
  const { submit, warnings } = checkedFindings(content, 'reference');
  return {
    ready: submit.length === 0,
    errors: submit,
    warnings: [...warnings, ...pastDateWarnings(content, today)],
  };
};
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

describe('by AWS’s model', () => {
  const byModel = (overrides: object) =>
    checkedFindings({ catalog: 'Sandbox', ...engagement(overrides) }, 'model');
  const found = (pointer: string, code: string, words = '') =>
    expect.objectContaining({ pointer, code, message: expect.stringContaining(words) });
  const customer = (overrides: object) => ({
    contexts: [lead({ customer: { ...lead().customer, ...overrides } })],
  });
  const interaction = (overrides: object) => ({
    contexts: [lead({ interactions: [{ ...lead().interactions[0], ...overrides }] })],
  });
  const contact = (overrides: object) =>
    interaction({ contact: { ...lead().interactions[0]?.contact, ...overrides } });

  it.each([
    ['/title', { title: undefined }, 'REQUIRED_FIELD_MISSING'],
    ['/description', { description: '' }, 'REQUIRED_FIELD_MISSING'],
    ['/contexts/0/customer/industry', customer({ industry: 'Bakeries' }), 'INVALID_ENUM_VALUE'],
    ['/contexts/0/customer/marketSegment', customer({ marketSegment: 'Tiny' }), 'INVALID_ENUM_VALUE'],
    ['/contexts/0/customer/websiteUrl', customer({ websiteUrl: 'see our page' }), 'INVALID_STRING_FORMAT'],
    ['/contexts/0/customer/awsMaturity', customer({ awsMaturity: 'x'.repeat(21) }), 'VALUE_OUT_OF_RANGE'],
    ['/contexts/0/customer/address', customer({ address: undefined }), 'REQUIRED_FIELD_MISSING'],
    [
      '/contexts/0/customer/address/countryCode',
      customer({ address: { countryCode: 'EU' } }),
      'INVALID_ENUM_VALUE',
    ],
    [
      '/contexts/0/customer/address/stateOrRegion',
      customer({ address: { countryCode: 'US', stateOrRegion: 'Bavaria' } }),
      'INVALID_ENUM_VALUE',
    ],
    ['/contexts/0/interactions/0/sourceId', interaction({ sourceId: undefined }), 'REQUIRED_FIELD_MISSING'],
    [
      '/contexts/0/interactions/0/businessProblem',
      interaction({ businessProblem: 'Slow' }),
      'VALUE_OUT_OF_RANGE',
    ],
    [
      '/contexts/0/interactions/0/contact/phone',
      contact({ phone: '555 0100 ext. 42' }),
      'INVALID_STRING_FORMAT',
    ],
    ['/contexts/0/interactions/0/contact/email', contact({ email: 'at the desk' }), 'INVALID_STRING_FORMAT'],
    [
      '/contexts/0/interactions/0/contact/businessTitle',
      contact({ businessTitle: 'x'.repeat(81) }),
      'VALUE_OUT_OF_RANGE',
    ],
  ])('%s that the reference alone refuses is warned of, and stops nothing', (pointer, overrides, code) => {
    expect(byModel(overrides)).toEqual({
      draft: [],
      submit: [],
      warnings: [found(pointer, code, "AWS's reference asks for")],
    });
    expect(checkedFindings({ catalog: 'Sandbox', ...engagement(overrides) }, 'reference').submit).toEqual([
      found(pointer, code),
    ]);
  });

  it.each([
    ['/title', { title: 'x'.repeat(41) }, 'VALUE_OUT_OF_RANGE'],
    ['/contexts/0/customer/industry', customer({ industry: 'x'.repeat(256) }), 'VALUE_OUT_OF_RANGE'],
    [
      '/contexts/0/customer/address/countryCode',
      customer({ address: { countryCode: 'x'.repeat(11) } }),
      'VALUE_OUT_OF_RANGE',
    ],
    [
      '/contexts/0/interactions/0/sourceName',
      interaction({ sourceName: 'x'.repeat(256) }),
      'VALUE_OUT_OF_RANGE',
    ],
    ['/contexts/0/interactions/0/contact/phone', contact({ phone: 'x'.repeat(256) }), 'VALUE_OUT_OF_RANGE'],
    ['/contexts/0/interactions/0/contact/phone', contact({ phone: 'a\nb' }), 'INVALID_STRING_FORMAT'],
  ])('%s that both refuse is an error, told once', (pointer, overrides, code) => {
    expect(byModel(overrides)).toEqual({
      draft: [found(pointer, code)],
      submit: [found(pointer, code)],
      warnings: [],
    });
  });

  it('what is too long for the model has the suggestion of the reference', () => {
    expect(byModel(customer({ address: { countryCode: 'Unitd Kingdom' } }))).toEqual({
      draft: [expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE', suggestion: 'GB' })],
      submit: [expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE', suggestion: 'GB' })],
      warnings: [],
    });
  });

  it('a contact and a company are asked for all the same', () => {
    expect(
      byModel({ contexts: [{ type: 'lead', customer: {}, interactions: [{ contact: {} }] }] }).submit,
    ).toEqual(
      [
        'customer/companyName',
        ...['businessTitle', 'email', 'firstName', 'lastName'].map(
          (name) => `interactions/0/contact/${name}`,
        ),
      ].map((place) => found(`/contexts/0/${place}`, 'REQUIRED_FIELD_MISSING', 'Is required to submit')),
    );
  });

  it.each(['firstName', 'lastName'])(
    'an empty %s is warned of, and one that is missing is an error',
    (name) => {
      const pointer = `/contexts/0/interactions/0/contact/${name}`;

      expect(byModel(contact({ [name]: '' }))).toEqual({
        draft: [],
        submit: [],
        warnings: [found(pointer, 'REQUIRED_FIELD_MISSING', "AWS's reference asks for it")],
      });
      expect(byModel(contact({ [name]: undefined }))).toEqual({
        draft: [],
        submit: [found(pointer, 'REQUIRED_FIELD_MISSING', 'an empty text')],
        warnings: [],
      });
    },
  );

  it('a customer project is checked as by the reference', () => {
    const project = {
      ...customerProject(),
      customer: { ...customerProject().customer, industry: 'Bakeries' },
    };

    expect(byModel({ contexts: [project] })).toEqual(
      checkedFindings({ catalog: 'Sandbox', ...engagement({ contexts: [project] }) }, 'reference'),
    );
  });
});

describe.each(ruleSets)('a context’s id, by the %s,', (rules) => {
  const warned = (id: string) =>
    checkedFindings({ catalog: 'Sandbox', ...engagement({ contexts: [lead(), lead({ id })] }) }, rules);

  it.each(['a', '01', '0', '1a', '-1', '1.5', '٣'])(
    '%s, by which no opportunity can be made, is warned of',
    (id) => {
      expect(warned(id)).toEqual({
        draft: [],
        submit: [],
        warnings: [expect.objectContaining({ pointer: '/contexts/1/id', code: 'INVALID_STRING_FORMAT' })],
      });
    },
  );

  it.each(['1', '10', '999', ''])('%j is not', (id) => {
    expect(warned(id).warnings).toEqual([]);
  });
});
