import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, lead } from '../../../test/support/engagements.factory.js';
import { mergePatch } from './merge-patch.js';

const content = { catalog: 'Sandbox', externalRef: 'crm-1', ...engagement() };

describe('a merge patch (RFC 7396)', () => {
  it('changes what it names and keeps the rest', () => {
    expect(mergePatch(content, { title: 'Other' })).toEqual({ ...content, title: 'Other' });
  });

  it('adds what was not there', () => {
    expect(mergePatch({ title: 'x' }, { description: 'y' })).toEqual({ title: 'x', description: 'y' });
  });

  it.each(['catalog', 'externalRef', 'title', 'description', 'contexts'])('clears %s by a null', (name) => {
    const merged = mergePatch(content, { [name]: null });

    expect(merged).not.toHaveProperty(name);
    expect(Object.keys(Object(merged))).toHaveLength(Object.keys(content).length - 1);
  });

  it('clears nothing where there is nothing', () => {
    expect(mergePatch({ title: 'x' }, { description: null })).toEqual({ title: 'x' });
  });

  it('replaces a list whole', () => {
    const contexts = [lead({ id: '7' })];

    expect(mergePatch({ contexts: [customerProject(), lead()] }, { contexts })).toEqual({ contexts });
    expect(mergePatch(content, { contexts: [] })).toMatchObject({ contexts: [] });
  });

  it('keeps nulls within a list: they are values there, to be refused', () => {
    const contexts = [null, lead({ customer: null })];

    expect(mergePatch(content, { contexts })).toMatchObject({ contexts });
  });

  it.each([[null], [[]], ['x'], [7], [false]])('that is no object takes the place of all: %j', (patch) => {
    expect(mergePatch(content, patch)).toEqual(patch);
  });

  it('of nothing changes nothing', () => {
    expect(mergePatch(content, {})).toEqual(content);
  });

  it.each(['colour', 'constructor', 'toString', '__proto__'])(
    'keeps a null under %s, which is no field, to be refused',
    (name) => {
      const merged = mergePatch({ title: 'x' }, JSON.parse(`{"${name}":null}`));

      expect(Object.entries(Object(merged))).toEqual([
        ['title', 'x'],
        [name, null],
      ]);
    },
  );

  it('leaves alone what it is applied to', () => {
    const before = engagement();
    mergePatch(before, { title: null, description: 'y', contexts: [] });

    expect(before).toEqual(engagement());
  });
});
