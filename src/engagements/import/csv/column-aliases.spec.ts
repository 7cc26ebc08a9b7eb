import { describe, expect, it } from '@jest/globals';
import { columnAliases, columnNamed, fold, nearestColumn } from './column-aliases.js';
import { columnNames } from './lead-columns.js';

describe('a name of a column', () => {
  it('means one column', () => {
    const names = columnNames.flatMap((column) => [column, ...columnAliases[column]].map(fold));

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names).not.toContain('');
  });

  it.each([
    ['companyName', 'companyName'],
    ['COMPANY_NAME', 'companyName'],
    [' company-name ', 'companyName'],
    ['Compañy Name', 'companyName'],
    ['Company / Account', 'companyName'],
    ['zip/postal code', 'postalCode'],
    ['Address 1: ZIP/Postal Code', 'postalCode'],
    ['State/Province', 'stateOrRegion'],
    ['Mailing Country (text only)', 'countryCode'],
    ['Customer Company Name', 'companyName'],
    ['Customer Title', 'businessTitle'],
    ['State.Region', 'stateOrRegion'],
    ['Customer Action?', 'customerAction'],
    ['(Do Not Modify) Lead', 'externalRef'],
    ['E-mail', 'email'],
    ['ｅｍａｉｌ', 'email'],
    ['Topic', 'title'],
    ['Lead Owner', undefined],
    ['Annual Revenue', undefined],
    ['Street', undefined],
    ['Mobile Phone', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
    ['', undefined],
    ['?', undefined],
    [`email${' '.repeat(100)}`, 'email'],
    [`email${' '.repeat(30_000)}`, undefined],
  ])('%j is %s', (name, column) => {
    expect(columnNamed(name)).toBe(column);
  });

  // Folded as a whole, this ligature of 18 letters would outlast Jest's limit.
  it('costs little however long it is', () => {
    const ligatures = '\ufdfa'.repeat(10_000);
    for (let times = 0; times < 2000; times += 1) {
      expect(columnNamed(ligatures)).toBeUndefined();
      expect(nearestColumn(ligatures)).toBeUndefined();
    }
  });

  it.each([
    ['Compny Name', 'companyName'],
    ['Titel', 'title'],
    ['Zip/Postl Code', 'postalCode'],
    ['Contact Bussiness Title', 'businessTitle'],
    ['Shoe Size', undefined],
    ['?', undefined],
    ['x'.repeat(30_000), undefined],
  ])('is nearest to %j', (name, column) => {
    expect(nearestColumn(name)).toBe(column);
  });
});
