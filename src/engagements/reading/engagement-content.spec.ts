import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, interaction, lead } from '../../../test/support/engagements.factory.js';
import { engagementContent } from './engagement-content.js';

describe('the content of an engagement', () => {
  it.each([
    ['complete', { catalog: 'AWS', externalRef: 'crm-1', ...engagement() }],
    ['empty but for its catalog', { catalog: 'Sandbox' }],
    [
      'with empty texts',
      { catalog: 'Sandbox', title: '', contexts: [{ type: '', customer: { companyName: '' } }] },
    ],
    [
      'with what is left out',
      { catalog: 'Sandbox', title: undefined, contexts: [lead({ customer: undefined })] },
    ],
    ['with what no rule knows', { catalog: 'Sandbox', colour: 7, contexts: [{ type: 'lead', project: 7 }] }],
  ])('may be %s, and stays the same object', (_, json) => {
    expect(engagementContent(json)).toBe(json);
  });

  it.each([
    ['a list', []],
    ['without a catalog', { catalog: undefined }],
    ['a number for a text', { title: 7 }],
    ['null for a text', { title: null }],
    ['a catalog that there is not', { catalog: 'Moon' }],
    ['an object for a list', { contexts: { 0: lead() } }],
    ['a list of texts', { contexts: ['lead'] }],
    ['a list of lists', { contexts: [[lead()]] }],
    ['a list for an object', { contexts: [lead({ customer: [] })] }],
    ['a number deep down', { contexts: [lead({ interactions: [interaction({ contact: { phone: 7 } })] })] }],
    ['a number in a customer project', { contexts: [customerProject({ project: { title: 7 } })] }],
    ['a number in what says no type', { contexts: [{ type: 'constructor', project: { title: 7 } }] }],
  ])('is never %s', (_, json) => {
    expect(() => engagementContent(Array.isArray(json) ? json : { catalog: 'Sandbox', ...json })).toThrow(
      TypeError,
    );
  });
});
