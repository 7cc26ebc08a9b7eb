import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { errorCodes } from '../errors/error-codes.js';
import { problemCatalogue } from '../http/problem-catalogue.js';
import { exampleOf, problemOf, problemSchemas } from './problem.schemas.js';

const schemas = {
  ...problemSchemas(),
  Finding: { type: 'object' },
  EngagementStatus: { type: 'string' },
};
const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: { uuid: true } });
ajv.addSchema({ components: { schemas } }, 'api');
const problem = ajv.compile({ $ref: 'api#/components/schemas/Problem' });

describe.each(errorCodes)('%s', (code) => {
  it('is a problem, as its example is', () => {
    expect(problem(exampleOf(code))).toBe(true);
  });

  it('is told by its type, and says what it may ask for', () => {
    const { retry, orRetry } = problemCatalogue[code];
    const schema = Object.values(problemSchemas()).filter((one) =>
      JSON.stringify(one).includes(`"enum":["/problems/${code}"]`),
    );

    expect(schema).toEqual([
      expect.objectContaining({
        required: expect.arrayContaining(['type', 'title', 'status', 'detail', 'retry']),
        properties: expect.objectContaining({
          retry: expect.objectContaining({ enum: [retry, ...(orRetry === undefined ? [] : [orRetry])] }),
        }),
      }),
    ]);
  });
});

it('names a schema after its slug', () => {
  expect(problemOf(['engagement-not-ready'])).toEqual({
    $ref: '#/components/schemas/EngagementNotReadyProblem',
  });
  expect(problemOf(['engagement-not-ready', 'partner-central-validation'])).toEqual({
    oneOf: [
      { $ref: '#/components/schemas/EngagementNotReadyProblem' },
      { $ref: '#/components/schemas/PartnerCentralValidationProblem' },
    ],
    discriminator: {
      propertyName: 'type',
      mapping: {
        '/problems/engagement-not-ready': '#/components/schemas/EngagementNotReadyProblem',
        '/problems/partner-central-validation': '#/components/schemas/PartnerCentralValidationProblem',
      },
    },
  });
});

it('takes any status from 400 to 499 of what the web server refuses', () => {
  const refused = exampleOf('request-refused');

  expect(problem({ ...refused, status: 416 })).toBe(true);
  expect(problem({ ...refused, status: 500 })).toBe(false);
});

it.each([
  ['a problem of another status', { ...exampleOf('engagement-not-ready'), status: 400 }],
  ['one that asks for something else', { ...exampleOf('engagement-not-ready'), retry: 'same' }],
  ['one without what it always has', { ...exampleOf('already-submitted'), arn: undefined }],
])('takes no %s', (_name, value) => {
  expect(problem(value)).toBe(false);
});
