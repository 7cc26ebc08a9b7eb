import { describe, expect, it } from '@jest/globals';
import { IsIn, IsInt, Max } from 'class-validator';
import { Type } from 'class-transformer';
import { queryPipe } from './query.pipe.js';

class Query {
  @Max(100, { context: { code: 'VALUE_OUT_OF_RANGE' } })
  @IsInt()
  @Type(() => Number)
  limit = 25;

  @IsIn(['a', 'b'], { context: { code: 'INVALID_ENUM_VALUE' } })
  letter = 'a';
}

const read = (query: object): Promise<unknown> =>
  queryPipe.transform(query, { type: 'query', metatype: Query });

describe('query parameters', () => {
  it('are read as their class says', async () => {
    expect(await read({ limit: '7' })).toEqual({ limit: 7, letter: 'a' });
    expect(await read({})).toEqual({ limit: 25, letter: 'a' });
  });

  it('are refused all at once, by their names', async () => {
    await expect(read({ limit: '101', letter: 'c', colour: 'red' })).rejects.toMatchObject({
      code: 'invalid-request',
      options: {
        errors: expect.arrayContaining([
          expect.objectContaining({ parameter: 'limit', code: 'VALUE_OUT_OF_RANGE' }),
          expect.objectContaining({ parameter: 'letter', code: 'INVALID_ENUM_VALUE' }),
          expect.objectContaining({ parameter: 'colour', code: 'INVALID_VALUE' }),
        ]),
      },
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype'])(
    'are refused, too, where every object or class has one of their name: %s',
    (name) => {
      expect(() => read(Object.fromEntries([[name, 'x']]))).toThrow(
        expect.objectContaining({
          code: 'invalid-request',
          options: { errors: [expect.objectContaining({ parameter: name })] },
        }),
      );
    },
  );
});
