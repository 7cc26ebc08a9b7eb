import { expect, it } from '@jest/globals';
import {
  contact,
  customerProject,
  engagement,
  interaction,
  lead,
} from '../../test/support/engagements.factory.js';
import { changedFields } from './changed-fields.js';

const withPhone = (phone?: string) =>
  engagement({ contexts: [lead({ interactions: [interaction({ contact: contact({ phone }) })] })] });

it.each([
  ['a text', { title: 'a' }, { title: 'b' }, ['/title']],
  ['several', { title: 'a', description: 'x' }, { title: 'b', description: 'y' }, ['/title', '/description']],
  ['one that came', {}, { title: 'b' }, ['/title']],
  ['one that went', { title: 'a' }, {}, ['/title']],
  ['one that was undefined', { title: undefined }, { title: 'b' }, ['/title']],
  ['a context more', { contexts: [lead()] }, { contexts: [lead(), lead()] }, ['/contexts/1']],
  ['a context less', { contexts: [lead(), lead()] }, { contexts: [lead()] }, ['/contexts/1']],
  [
    'one deep within',
    withPhone('+12065550100'),
    withPhone('+12065550101'),
    ['/contexts/0/interactions/0/contact/phone'],
  ],
  ['one deep within that went', withPhone('+1'), withPhone(), ['/contexts/0/interactions/0/contact/phone']],
  ['an object for a text', { title: 'a' }, { title: {} }, ['/title']],
  ['all contexts', { contexts: [lead()] }, {}, ['/contexts']],
  ['a name that needs escapes', { 'a/b~c': 1 }, { 'a/b~c': 2 }, ['/a~1b~0c']],
])('names %s', (_, before, after, fields) => {
  expect(changedFields(before, after)).toEqual(fields);
});

it.each([
  ['equal content', engagement(), engagement()],
  ['another order of fields', { title: 'a', description: 'b' }, { description: 'b', title: 'a' }],
  ['undefined for missing', { title: 'a', externalRef: undefined }, { title: 'a' }],
])('names nothing for %s', (_, before, after) => {
  expect(changedFields(before, after)).toEqual([]);
});

it('tells nothing of what the fields say', () => {
  const before = engagement({ contexts: [customerProject()] });
  const after = engagement({ contexts: [customerProject({ customer: { companyName: 'Secret' } })] });

  expect(changedFields(before, after)).toContain('/contexts/0/customer/companyName');
  expect(changedFields(before, after).join()).not.toMatch(/Secret|Acme/);
});
