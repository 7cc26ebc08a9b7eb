import { describe, expect, it } from '@jest/globals';
import { queryPipe } from '../../validation/query.pipe.js';
import { ListEngagementsQuery } from './list-engagements.query.js';

const read = (query: object): Promise<unknown> =>
  queryPipe.transform(query, { type: 'query', metatype: ListEngagementsQuery });

describe('the query of a list', () => {
  it.each([
    [{}, { limit: 25 }],
    [{ limit: '1' }, { limit: 1 }],
    [{ limit: '100' }, { limit: 100 }],
    [{ status: 'draft' }, { status: ['draft'] }],
    [{ status: ['draft', 'rejected'] }, { status: ['draft', 'rejected'] }],
    [{ catalog: 'aws' }, { catalog: 'AWS' }],
    [{ catalog: '\u200baws\u00a0' }, { catalog: 'AWS' }],
    [{ externalRef: ' \u200ecrm-1\u3000' }, { externalRef: 'crm-1' }],
    // Who looks for the engagement of an empty reference is not shown all of them.
    [{ externalRef: ' ' }, { externalRef: '' }],
    [{ q: '\ufeff Acme  Corp\t' }, { q: 'Acme  Corp' }],
    [{ q: '' }, { q: undefined }],
    [{ q: ' \u200b ' }, { q: undefined }],
  ])('%j is %j', async (query, expected) => {
    expect(await read(query)).toMatchObject(expected);
  });

  it.each([
    ['limit', '0', 'VALUE_OUT_OF_RANGE'],
    ['limit', '101', 'VALUE_OUT_OF_RANGE'],
    ['limit', '1.5', 'INVALID_VALUE'],
    ['limit', '1e1', 'INVALID_VALUE'],
    ['limit', '', 'INVALID_VALUE'],
    ['limit', ['1', '2'], 'INVALID_VALUE'],
    ['status', 'lost', 'INVALID_ENUM_VALUE'],
    ['status', ['draft', 'lost'], 'INVALID_ENUM_VALUE'],
    ['catalog', 'Moon', 'INVALID_ENUM_VALUE'],
    ['catalog', ['AWS', 'Sandbox'], 'INVALID_ENUM_VALUE'],
    ['externalRef', ['a', 'b'], 'INVALID_VALUE'],
    ['q', ['a', 'b'], 'INVALID_VALUE'],
    ['q', 'a\0', 'INVALID_STRING_FORMAT'],
    ['cursor', ['a', 'b'], 'INVALID_VALUE'],
    ['Status', 'draft', 'INVALID_VALUE'],
  ])('%s may not be %j', async (parameter, value, code) => {
    await expect(read({ [parameter]: value })).rejects.toMatchObject({
      code: 'invalid-request',
      options: { errors: expect.arrayContaining([expect.objectContaining({ parameter, code })]) },
    });
  });
});
