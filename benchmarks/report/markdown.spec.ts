import { expect, it } from '@jest/globals';
import { replaceSection } from './markdown.js';

const page = [
  '# By hand',
  '<!-- one: measured, not written by hand -->',
  'old',
  '<!-- one: end -->',
  'by hand too',
  '<!-- two: measured, not written by hand -->',
  '<!-- two: end -->',
].join('\n');

it('a section is replaced, and nothing around it', () => {
  const replaced = replaceSection(page, 'one', 'new');

  expect(replaced).not.toContain('old');
  expect(replaced).toBe(page.replace('\nold\n', '\n\nnew\n\n'));
});

it('what one command wrote stays when another writes, and is written over by itself', () => {
  const both = replaceSection(replaceSection(page, 'one', 'first'), 'two', 'second');

  expect(replaceSection(both, 'one', 'third')).toBe(both.replace('first', 'third'));
});

it.each(['three', 'on'])('a page without the section %s is left alone', (name) => {
  expect(() => replaceSection(page, name, 'new')).toThrow(`The page has no section ${name}`);
});
