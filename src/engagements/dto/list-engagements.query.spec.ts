import { describe, expect, it } from '@jest/globals';
import { errorCodes, submissionErrorCodes } from '../../errors/error-codes.js';
import { queryPipe } from '../../validation/query.pipe.js';
import { ListEngagementsQuery } from './list-engagements.query.js';

const read = (query: object): Promise<unknown> =>
  queryPipe.transform(query, { type: 'query', metatype: ListEngagementsQuery });

const hundred = Array.from({ length: 100 }, (_, number) => `crm-${number}`);

describe('the query of a list', () => {
  it.each([
    [{}, { limit: 25 }],
    [{ limit: '1' }, { limit: 1 }],
    [{ limit: '100' }, { limit: 100 }],
    [{ status: 'draft' }, { status: ['draft'] }],
    [{ status: ['draft', 'rejected'] }, { status: ['draft', 'rejected'] }],
    [{ catalog: 'aws' }, { catalog: 'AWS' }],
    [{ catalog: '\u200baws\u00a0' }, { catalog: 'AWS' }],
    [{ externalRef: ' \u200ecrm-1\u3000' }, { externalRef: ['crm-1'] }],
    [{ externalRef: ['crm-1 ', 'crm-2'] }, { externalRef: ['crm-1', 'crm-2'] }],
    [{ externalRef: hundred }, { externalRef: hundred }],
    // Who looks for the engagement of an empty reference is not shown all of them.
    [{ externalRef: ' ' }, { externalRef: [''] }],
    [{ updatedSince: '2026-11-26T10:00:00Z' }, { updatedSince: '2026-11-26T10:00:00Z' }],
    [{ updatedSince: ' 2026-11-26 12:00:00.5 +02:00' }, { updatedSince: '2026-11-26T10:00:00.500Z' }],
    // A plus sign in an address is a blank.
    [{ updatedSince: '2026-11-26T12:00:00 02:00' }, { updatedSince: '2026-11-26T10:00:00Z' }],
    [{ updatedSince: '2026-11-26T12:00 02' }, { updatedSince: '2026-11-26T10:00:00Z' }],
    ...submissionErrorCodes.map((code) => [{ lastError: code }, { lastError: code }] as const),
    [{ lastError: '/problems/partner-central-timeout' }, { lastError: 'partner-central-timeout' }],
    [{ lastError: ' Partner Central Timeout' }, { lastError: 'partner-central-timeout' }],
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
    ['externalRef', [...hundred, 'another'], 'TOO_MANY_VALUES'],
    ['externalRef', ['a', 'b\ud800'], 'INVALID_STRING_FORMAT'],
    ['externalRef', 'a\0', 'INVALID_STRING_FORMAT'],
    ['updatedSince', '', 'INVALID_STRING_FORMAT'],
    ['updatedSince', '2026-11-26', 'INVALID_STRING_FORMAT'],
    ['updatedSince', '2026-11-26T10:00:00', 'INVALID_STRING_FORMAT'],
    ['updatedSince', '2026-11-26 10:00', 'INVALID_STRING_FORMAT'],
    ['updatedSince', '2026-11-26T10:00:00 99', 'INVALID_STRING_FORMAT'],
    ['updatedSince', `2026-11-26T10:00:00Z${' '.repeat(10_000)}.`, 'INVALID_STRING_FORMAT'],
    ['updatedSince', ['2026-11-26T10:00:00Z', '2026-11-26T10:00:00Z'], 'INVALID_VALUE'],
    ['lastError', '', 'INVALID_ENUM_VALUE'],
    ['lastError', 'engagement-not-ready', 'INVALID_ENUM_VALUE'],
    ['lastError', ['partner-central-timeout'], 'INVALID_ENUM_VALUE'],
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

  it('may ask for every error of Partner Central', () => {
    const ofPartnerCentral = errorCodes.filter((code) => code.startsWith('partner-central-'));

    expect(submissionErrorCodes).toEqual([...ofPartnerCentral, 'resolved-as-not-created']);
  });
});
