import { ValidationException } from '@aws-sdk/client-partnercentral-selling';
import { describe, expect, it } from '@jest/globals';
import { engagement, lead } from '../../test/support/engagements.factory.js';
import { classifyError } from './classify-error.js';
import { createEngagementRequest } from './create-engagement.request.js';

const { body } = createEngagementRequest(engagement(), 'token');
const from = { message: 'Said AWS.', $metadata: { httpStatusCode: 400, requestId: 'request-1' } };

it('keeps AWS’s names of fields whole, whatever the request is about', () => {
  const named = createEngagementRequest(
    engagement({ title: 'title', contexts: [lead({ customer: { companyName: 'Lead' } })] }),
    'token',
  );
  const fieldNames = ['title', 'contexts[0].payload.lead.customer.companyName', 'Lead'];
  const { problem } = classifyError(
    new ValidationException({
      ...from,
      Message: from.message,
      Reason: undefined,
      ErrorList: fieldNames.map((FieldName) => ({ FieldName, Code: 'INVALID_VALUE', Message: 'No Lead.' })),
    }),
    named.body,
  );

  expect(problem.errors?.map(({ awsField }) => awsField)).toEqual(fieldNames);
});

describe('a ValidationException that names fields in its message alone', () => {
  const of = (message: string, ErrorList: ValidationException['ErrorList'] = []) =>
    classifyError(
      new ValidationException({ ...from, message, Message: message, Reason: undefined, ErrorList }),
      body,
    ).problem;

  it('is told with a finding for each', () => {
    const message =
      "2 validation errors detected: Value at 'title' failed to satisfy constraint: Member must not be null; " +
      "Value 'Ada; Value' at 'contexts.2.member.payload.lead.interactions.1.member.contact.firstName' failed to satisfy constraint: Member must have length less than or equal to 80";

    expect(of(message)).toMatchObject({
      detail: `Partner Central refused the engagement. ${message.replace('Ada', '[first name]')}`,
      errors: [
        {
          pointer: '/title',
          code: 'REQUIRED_FIELD_MISSING',
          message: 'Member must not be null',
          awsField: 'title',
        },
        {
          pointer: '/contexts/1/interactions/0/contact/firstName',
          code: 'VALUE_OUT_OF_RANGE',
          message: 'Member must have length less than or equal to 80',
          awsField: 'contexts.2.member.payload.lead.interactions.1.member.contact.firstName',
        },
      ],
    });
  });

  it.each([
    ['Member must not be null', 'REQUIRED_FIELD_MISSING'],
    ['Member must have length greater than or equal to 1', 'VALUE_OUT_OF_RANGE'],
    ['Member must have value less than or equal to 5', 'VALUE_OUT_OF_RANGE'],
    ['Member must satisfy enum value set: [US, DE, length]', 'INVALID_ENUM_VALUE'],
    ['Member must satisfy regular expression pattern: ^(length|null)$', 'INVALID_STRING_FORMAT'],
    [
      'Member must satisfy constraint: [Member must have length less than or equal to 20]',
      'VALUE_OUT_OF_RANGE',
    ],
    ['Member must be of another world', 'INVALID_VALUE'],
    ['', 'INVALID_VALUE'],
  ])('tells by %j: %s', (constraint, code) => {
    const message = `1 validation error detected: Value at 'title' failed to satisfy constraint: ${constraint}`;

    expect(of(message).errors).toEqual([{ pointer: '/title', code, message: constraint, awsField: 'title' }]);
  });

  it('keeps to its list where it has one', () => {
    const listed = [{ FieldName: 'description', Code: 'INVALID_VALUE' as const, Message: 'Not that.' }];

    expect(
      of("Value at 'title' failed to satisfy constraint: Member must not be null", listed).errors,
    ).toMatchObject([{ pointer: '/description' }]);
  });

  it('is told whole where it names what is no field', () => {
    expect(of("Value at 'Ada' failed to satisfy constraint: Be Byron").errors).toEqual([
      { pointer: '', code: 'INVALID_VALUE', message: 'Be [last name]', awsField: '[first name]' },
    ]);
    expect(of('Value at title is bad').errors).toEqual([]);
  });

  it('is told up to a hundred findings, however many it names', () => {
    const one = "Value at 'title' failed to satisfy constraint: Member must not be null; ";

    expect(of(one.repeat(5000)).errors).toHaveLength(100);
    expect(of("at '".repeat(100_000)).errors).toEqual([]);
  });
});
