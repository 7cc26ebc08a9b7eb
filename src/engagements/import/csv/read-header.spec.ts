import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../errors/domain-error.js';
import type { Finding } from '../../../errors/finding.js';
import type { ImportOptions } from '../import-options.js';
import type { LeadColumn } from './lead-columns.js';
import { readHeader } from './read-header.js';

type Map = Record<string, LeadColumn | ''>;

function read(names: readonly (string | undefined)[], map: Map = {}, ignoreUnknown = false) {
  const entries = Object.entries(map).map(
    ([name, field]) => [name, field === '' ? undefined : field] as const,
  );
  const options: Pick<ImportOptions, 'map' | 'ignoreUnknown'> = { map: new Map(entries), ignoreUnknown };
  return readHeader({ names, hasMore: false }, options);
}

function refusal(...header: Parameters<typeof read>): readonly Finding[] {
  try {
    read(...header);
  } catch (error) {
    if (error instanceof DomainError) {
      return error.options.errors ?? [];
    }
  }
  return [];
}

describe('a column that is called Title', () => {
  it.each<[string, string[], Map, LeadColumn[]]>([
    ['beside a first name', ['Title', 'First Name'], {}, ['businessTitle', 'firstName']],
    ['beside an email address, in any case', ['TITLE', 'e-mail'], {}, ['businessTitle', 'email']],
    ['after a phone number', ['Phone', 'title'], {}, ['phone', 'businessTitle']],
    [
      'beside the title of the engagement',
      ['Title', 'Last Name', 'Engagement Title'],
      {},
      ['businessTitle', 'lastName', 'title'],
    ],
    ['beside Topic', ['Topic', 'Title', 'Email'], {}, ['title', 'businessTitle', 'email']],
    ['beside a person that is left out', ['Title', 'Email'], { Email: '' }, ['businessTitle']],
    ['beside the name of a person', ['Title', 'Full Name'], { 'Full Name': '' }, ['businessTitle']],
    ['beside a job title', ['title', 'businessTitle', 'email'], {}, ['title', 'businessTitle', 'email']],
    [
      'beside an alias of a job title',
      ['Title', 'Job Title', 'Email'],
      {},
      ['title', 'businessTitle', 'email'],
    ],
    [
      'beside a column that is said to be the job title',
      ['Title', 'Function', 'Email'],
      { Function: 'businessTitle' },
      ['title', 'businessTitle', 'email'],
    ],
    [
      'beside a column that is said to be of a person',
      ['Title', 'Vorname'],
      { Vorname: 'firstName' },
      ['businessTitle', 'firstName'],
    ],
    ['beside a mobile number', ['Title', 'Mobile'], { Mobile: '' }, ['businessTitle']],
    ['without persons', ['Title', 'Company'], {}, ['title', 'companyName']],
    ['alone', ['title'], {}, ['title']],
    ['that is said to be the engagement’s', ['Title', 'Email'], { Title: 'title' }, ['title', 'email']],
  ])('is read %s', (_, names, map, fields) => {
    expect(read(names, map).read.map(({ field }) => field)).toEqual(fields);
  });
});

describe('what the caller says of columns', () => {
  it('outweighs what they usually mean, whatever the spelling', () => {
    const header = read(['Rating', 'Lead Source', 'Company'], {
      rating: 'qualificationStatus',
      'LEAD-SOURCE': 'sourceName',
    });

    expect(header.read).toEqual([
      { column: 'Rating', field: 'qualificationStatus' },
      { column: 'Lead Source', field: 'sourceName' },
      { column: 'Company', field: 'companyName' },
    ]);
  });

  it('is about the very column where two are spelt nearly alike', () => {
    const header = read(['phone', 'Phone'], { Phone: '' });

    expect(header).toMatchObject({ read: [{ column: 'phone' }], ignored: ['Phone'] });
  });

  it('leaves a column out, which need not be there', () => {
    expect(read(['Company', 'Street'], { Street: '', Fax: '' })).toMatchObject({
      uses: ['companyName', 'leftOut'],
      ignored: ['Street'],
    });
  });

  it('is refused where there is no such column', () => {
    expect(refusal(['Company', 'Rating'], { Ratting: 'qualificationStatus', Rating: '' })).toEqual([
      {
        parameter: 'map[Ratting]',
        code: 'INVALID_VALUE',
        message: 'The first row has no such column.',
        suggestion: 'Rating',
      },
    ]);
    expect(refusal(['Company'], { __proto__x: 'title', '': 'title' })).toHaveLength(2);
  });

  it.each<[string, string[], Map, string]>([
    ['by its name and another spelling', ['Rating'], { Rating: 'city', rating: 'useCase' }, 'map[rating]'],
    ['by two other spellings', ['RATING'], { Rating: 'city', rating: 'useCase' }, 'map[Rating]'],
  ])('is refused where it is about one column twice: %s', (_, names, map, parameter) => {
    expect(refusal(names, map)).toEqual([
      {
        parameter,
        code: 'DUPLICATE_KEY_VALUE',
        message: 'Another parameter says what this column means.',
      },
    ]);
  });
});

describe('a header', () => {
  it('may have columns without a name', () => {
    expect(read(['Company', '', 'City', ' ', '']).uses).toEqual([
      'companyName',
      'unnamed',
      'city',
      'unnamed',
      'unnamed',
    ]);
    expect(read(['', 'Company'], {}, true)).toMatchObject({ uses: ['leftOut', 'companyName'], ignored: [] });
  });

  it('is refused for unknown columns, with the nearest one', () => {
    expect(refusal(['Compny Name', 'Street', 'City'])).toEqual([
      expect.objectContaining({ column: 'Compny Name', suggestion: 'companyName' }),
      expect.not.objectContaining({ suggestion: expect.anything() }),
    ]);
  });

  it('leaves unknown columns out where the caller wants that', () => {
    expect(read(['Street', 'City', 'toString', '__proto__'], {}, true)).toMatchObject({
      read: [{ column: 'City', field: 'city' }],
      ignored: ['Street', 'toString', '__proto__'],
    });
  });

  it('is refused for columns that mean the same, which are all named', () => {
    expect(refusal(['Phone', 'Company', 'Business Phone', 'phone'])).toMatchObject(
      ['Phone', 'Business Phone', 'phone'].map((column) => ({ column, code: 'DUPLICATE_KEY_VALUE' })),
    );
    expect(refusal(['Phone', 'Mobile'], { Mobile: 'phone' })).toHaveLength(2);
  });

  it('is refused for a name that is not UTF-8', () => {
    expect(refusal(['Company', undefined])).toMatchObject([
      { column: '(column 2)', code: 'INVALID_STRING_FORMAT' },
    ]);
  });

  it('may have any number of columns without a name at its end, and a hundred others', () => {
    const blank = Array<string>(200).fill('');

    expect(read(['City', ...blank]).uses).toHaveLength(100);
    expect(refusal([...blank, 'City'])).toMatchObject([{ column: '(column 101)', code: 'TOO_MANY_VALUES' }]);
    expect(() =>
      readHeader({ names: ['City'], hasMore: true }, { map: new Map(), ignoreUnknown: true }),
    ).toThrow(DomainError);
  });

  // Put in their order, so many accents would outlast Jest's limit.
  it('costs little, whatever its names hold', () => {
    const accents = Array.from({ length: 20 }, (_, place) => `a${'\u0315\u0316'.repeat(8000)}${place}`);

    for (let times = 0; times < 50; times += 1) {
      expect(refusal([...accents, ...accents])).toHaveLength(40);
    }
  });
});
