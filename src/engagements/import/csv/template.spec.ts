import { describe, expect, it } from '@jest/globals';
import { ellipsized, fillTemplate, readTemplate } from './template.js';

const values: Record<string, string> = { company: 'Acme Inc.', source: 'Retail Summit', city: 'Seattle' };
const filled = (template: string) => fillTemplate(readTemplate(template), (name) => values[name] ?? '');

describe('a template', () => {
  it.each([
    ['Lead', 'Lead'],
    ['{company}', 'Acme Inc.'],
    ['{company} – {source}', 'Acme Inc. – Retail Summit'],
    ['{company} ({city}) – {source}', 'Acme Inc. (Seattle) – Retail Summit'],
    ['({city}) {company}', '(Seattle) Acme Inc.'],
    ['Lead from {source}!', 'Lead from Retail Summit!'],
    ['{company}{city}', 'Acme Inc.Seattle'],
    ['a { b', 'a { b'],
    ['a } {company} {', 'a } Acme Inc. {'],
    ['{{company}}', '{Acme Inc.}'],
    ['', ''],
  ])('%j becomes %j', (template, text) => {
    expect(filled(template)).toBe(text);
  });

  it.each([
    ['{company} – {none}', 'Acme Inc.'],
    ['{none} – {company}', 'Acme Inc.'],
    ['{none} – {none}', ''],
    ['{company} – {none} – {source}', 'Acme Inc. – Retail Summit'],
    ['{company}, {none}; {source}', 'Acme Inc., Retail Summit'],
    ['{company} – {none} {source}', 'Acme Inc. – Retail Summit'],
    ['{company} {none} – {source}', 'Acme Inc. – Retail Summit'],
    ['{company} ({none})', 'Acme Inc.'],
    ['{company} ({none}) – {source}', 'Acme Inc. – Retail Summit'],
    ['{company} [ {none} ]: {none} / {source}', 'Acme Inc.: Retail Summit'],
    ['Lead: {none}', 'Lead'],
    ['{none}: lead from {source}', 'lead from Retail Summit'],
    ['{company} – lead from {none} – {city}', 'Acme Inc. – lead from – Seattle'],
    ['{none}, {none}, {city}, {none}', 'Seattle'],
  ])('%j leaves nothing dangling where something is empty: %j', (template, text) => {
    expect(filled(template)).toBe(text);
  });

  it('names what it is made of', () => {
    expect(readTemplate('{a} – {b c}{}').names).toEqual(['a', 'b c', '']);
  });

  // In the square of its length it would outlast Jest's limit.
  it('costs linear time', () => {
    filled(
      `${'{'.repeat(200_000)}${'– '.repeat(200_000)}${'a '.repeat(200_000)}${'{none} – '.repeat(20_000)}`,
    );
  });

  it.each(['()', '[]', '<>', '""'])(
    'takes any number of %s around something empty',
    ([open = '', close = '']) => {
      expect(filled(`{company} ${open.repeat(20_000)}{none}${close.repeat(20_000)}`)).toBe('Acme Inc.');
    },
  );
});

describe('a text that is too long', () => {
  it.each([
    ['four', 'four'],
    ['fiveX', 'fiv…'],
    ['fi fiX', 'fi…'],
    ['😀😀😀😀', '😀😀😀😀'],
    ['😀😀😀😀😀', '😀😀😀…'],
  ])('%j is cut to %j', (text, cut) => {
    expect(ellipsized(text, 4)).toBe(cut);
  });
});
