import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { refuseCsvParameters } from './import-options.js';
import { readImportQuery } from './import.query.js';

async function refusal(query: object): Promise<readonly Finding[]> {
  try {
    await readImportQuery(query);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid-request') {
      return error.options.errors ?? [];
    }
    throw error;
  }
  return [];
}

describe('the query of an import', () => {
  it('may be empty', async () => {
    expect(await readImportQuery({})).toEqual({
      map: new Map(),
      defaults: [],
      ignoreUnknown: false,
      onBadCell: 'reject',
      dryRun: false,
      csvParameters: [],
    });
  });

  it('says what columns mean, by any name of a field', async () => {
    const { map } = await readImportQuery({
      'map[Lead Status]': 'qualificationStatus',
      'map[ Rating ]': 'Market_Segment',
      'map[Notes]': 'Engagement Description',
      'map[Street]': '',
      'map[a[b]]': ' ',
      'map[__proto__]': 'title',
    });

    expect([...map]).toEqual([
      ['Lead Status', 'qualificationStatus'],
      ['Rating', 'marketSegment'],
      ['Notes', 'description'],
      ['Street', undefined],
      ['a[b]', undefined],
      ['__proto__', 'title'],
    ]);
  });

  it('has defaults, of which plain ones are filled in first', async () => {
    const { defaults } = await readImportQuery({
      'default[title]': '{Company Name} – {sourceName}',
      'default[source name]': 'Retail Summit',
    });

    expect(defaults).toMatchObject([
      { column: 'sourceName', sources: new Map() },
      {
        column: 'title',
        sources: new Map([
          ['Company Name', 'companyName'],
          ['sourceName', 'sourceName'],
        ]),
      },
    ]);
  });

  it.each<[object, string, string | undefined]>([
    [{ 'map[Rating]': 'qualificationStats' }, 'map[Rating]', 'qualificationStatus'],
    [{ 'map[Rating]': 'shoeSize' }, 'map[Rating]', undefined],
    [{ 'map[Rating]': '__proto__' }, 'map[Rating]', undefined],
    [{ 'map[Rating]': ['title', 'city'] }, 'map[Rating]', undefined],
    [{ 'default[titel]': 'x' }, 'default[titel]', 'title'],
    [{ 'default[]': 'x' }, 'default[]', undefined],
    [{ 'default[__proto__]': 'x' }, 'default[__proto__]', undefined],
    [{ 'default[title]': '{compnyName}' }, 'default[title]', 'companyName'],
    [{ 'default[title]': 'Lead of {}' }, 'default[title]', undefined],
    [{ 'default[title]': '{city}'.repeat(11) }, 'default[title]', undefined],
    [{ 'default[title]': '{title} again' }, 'default[title]', undefined],
    [{ 'default[city]': 'A', 'default[City]': 'B' }, 'default[City]', undefined],
    [{ onBadCell: 'ignore' }, 'onBadCell', undefined],
    [{ dryRun: 'yes' }, 'dryRun', undefined],
    [{ ignoreUnknown: ['true', 'true'] }, 'ignoreUnknown', undefined],
    [{ dryrun: 'true' }, 'dryrun', undefined],
    [{ map: 'title' }, 'map', undefined],
    [{ toString: 'x' }, 'toString', undefined],
  ])('is refused for %j', async (query, parameter, suggestion) => {
    const [finding, ...others] = await refusal(query);

    expect(finding).toMatchObject({ parameter, message: expect.any(String) });
    expect(finding?.suggestion).toBe(suggestion);
    expect(others).toEqual([]);
  });

  it('is refused for all that is wrong with it at once', async () => {
    const errors = await refusal({ 'map[A]': 'nope', 'default[b]': 'x', dryRun: '1', nope: '' });

    expect(errors.map(({ parameter }) => parameter).toSorted()).toEqual([
      'default[b]',
      'dryRun',
      'map[A]',
      'nope',
    ]);
  });

  it('is refused for NDJSON where it is about columns', async () => {
    const aboutColumns = await readImportQuery({
      'map[A]': 'title',
      'default[title]': 'x',
      ignoreUnknown: 'true',
      onBadCell: 'drop',
      dryRun: 'true',
    });
    const forBoth = await readImportQuery({ ignoreUnknown: 'false', onBadCell: 'reject', dryRun: 'true' });

    expect(aboutColumns.csvParameters).toEqual(['map[A]', 'default[title]', 'ignoreUnknown', 'onBadCell']);
    expect(() => {
      refuseCsvParameters(aboutColumns);
    }).toThrow(DomainError);
    expect(() => {
      refuseCsvParameters(forBoth);
    }).not.toThrow();
  });
});
