import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../errors/finding.js';
import { readImportQuery } from './import.query.js';
import { ImportHints } from './import-hints.js';
import type { ImportedRowResponse } from './import.response.js';
import { readHeader } from './csv/read-header.js';

const place = { row: 1, line: 2 };
const ready: ImportedRowResponse = { ...place, ready: true };
const lacking = (...lacks: string[]): ImportedRowResponse => ({ ...place, ready: false, lacks });
const refused = (
  finding: Partial<Finding> = { column: 'Email' },
  type = '/problems/invalid-request',
): ImportedRowResponse => ({
  ...place,
  type,
  detail: '',
  retry: 'fix',
  errors: [{ code: 'VALUE_OUT_OF_RANGE', message: '', ...finding }],
});

async function hintsOf(
  rows: readonly ImportedRowResponse[],
  query: Record<string, string> = {},
  names = ['Company', 'Email'],
): Promise<string[]> {
  const options = await readImportQuery(query);
  const hints = new ImportHints(options);
  for (const row of rows) {
    hints.add(row);
  }
  return hints.texts(readHeader({ names, hasMore: false }, options));
}

const dryRun = { dryRun: 'true' };

describe('the hints of an import', () => {
  it('name what no column fills, and no default does', async () => {
    const [hint, ...others] = await hintsOf([lacking('title', 'sourceId'), lacking('sourceName')], {
      ...dryRun,
      'default[sourceName]': 'Retail Summit',
    });

    expect(hint).toMatch(/^No column fills title, sourceId: /);
    expect(others).toEqual([expect.stringContaining('What single rows lack')]);
  });

  it('are of single rows alone where each field has a column', async () => {
    expect(await hintsOf([lacking('email'), ready], dryRun)).toEqual([
      expect.stringContaining('What single rows lack'),
    ]);
  });

  it('say how rows that are saved are completed and submitted', async () => {
    expect(await hintsOf([lacking('title')])).toEqual([expect.stringContaining('PATCH')]);
    expect(await hintsOf([ready])).toEqual([expect.stringContaining('POST /engagements/submissions')]);
    expect(await hintsOf([ready], dryRun)).toEqual([]);
  });

  it('say that cells may be left out, unless they are', async () => {
    expect(await hintsOf([refused()])).toEqual([expect.stringContaining('onBadCell=drop')]);
    expect(await hintsOf([refused()], { onBadCell: 'drop' })).toEqual([]);
    expect(await hintsOf([refused({ pointer: '' })])).toEqual([]);
  });

  it('say what to do with titles that are too long', async () => {
    const topic = refused({ column: 'Topic', pointer: '/title' });

    expect(await hintsOf([topic], { onBadCell: 'drop' })).toEqual([
      expect.stringContaining('`map[Topic]=description`'),
    ]);
    expect(await hintsOf([topic], { onBadCell: 'drop' }, ['Topic', 'Description'])).toEqual([
      expect.not.stringContaining('`map[Topic]=description`'),
    ]);
  });

  it('say how rows that were refused are sent again without saving others twice', async () => {
    const drop = { onBadCell: 'drop' };
    const rows = [refused(), lacking('title')];

    expect(await hintsOf(rows, drop)).toContainEqual(expect.stringContaining('send them alone'));
    expect(await hintsOf(rows, drop, ['Lead ID', 'Company'])).toContainEqual(
      expect.stringContaining('send the file again'),
    );
    const taken = refused({ column: 'Lead ID' }, '/problems/duplicate-external-ref');
    expect(await hintsOf([taken, ready], drop, ['Lead ID'])).toEqual([
      expect.stringContaining('POST /engagements/submissions'),
    ]);
  });
});
