import { describe, expect, it } from '@jest/globals';
import { Declined, type Problem, problemError, Unavailable } from '@partner-engagements/client';
import { errorCodes } from '../../src/errors/error-codes.js';
import { problemCatalogue } from '../../src/http/problem-catalogue.js';

/** A problem as the service words it; of types that the document of today does not have as well. */
function problemOf(code: string, retry: Problem['retry']): Problem {
  return JSON.parse(
    JSON.stringify({ type: `/problems/${code}`, title: 'T', status: 400, detail: 'What happened.', retry }),
  );
}

const passing: ReadonlySet<string> = new Set(['same', 'poll']);

describe('problemError', () => {
  it.each(errorCodes)('knows %s', (code) => {
    const { retry, orRetry = retry } = problemCatalogue[code];
    for (const told of new Set([retry, orRetry])) {
      const error = problemError(problemOf(code, told));

      expect(error).toMatchObject({
        retry: told,
        problem: { type: `/problems/${code}` },
        message: `/problems/${code}: What happened.`,
      });
      // Of this class alone is what the client does not know.
      expect(error.name).not.toBe('Declined');
      if (passing.has(told)) {
        expect(error).toBeInstanceOf(Unavailable);
      }
    }
  });

  it('goes by retry where a problem is newer than the client', () => {
    expect(problemError(problemOf('brand-new', 'no'))).toBeInstanceOf(Declined);
    expect(problemError(problemOf('constructor', 'fix'))).toBeInstanceOf(Declined);
    expect(problemError(problemOf('brand-new', 'same'))).toBeInstanceOf(Unavailable);
  });
});
