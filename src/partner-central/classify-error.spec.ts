import {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-partnercentral-selling';
import { HttpResponse } from '@smithy/core/protocols';
import { describe, expect, it } from '@jest/globals';
import { engagement } from '../../test/support/engagements.factory.js';
import { CallNotSent } from './call-gate.js';
import { classifyError } from './classify-error.js';
import { createEngagementRequest } from './create-engagement.request.js';
import { ClockWasOff } from './departure.js';

const { body } = createEngagementRequest(engagement(), 'token');
const from = { message: 'Said AWS.', $metadata: { httpStatusCode: 400, requestId: 'request-1' } };

/** An error as the SDK throws those that its model lacks. */
const named = (name: string, members: object = {}) =>
  Object.assign(new Error('Said somebody.'), { name, ...members });

describe('a modelled exception', () => {
  it.each([
    [
      new ValidationException({ ...from, Message: from.message, Reason: undefined, ErrorList: undefined }),
      'refused',
      'validation',
    ],
    [new ConflictException(from), 'conflict', 'conflict'],
    [new AccessDeniedException(from), 'refused', 'access-denied'],
    [new ResourceNotFoundException(from), 'refused', 'not-found'],
    [new ServiceQuotaExceededException(from), 'refused', 'quota-exceeded'],
    [new ThrottlingException(from), 'notDone', 'throttled'],
    [new InternalServerException(from), 'unknown', 'unavailable'],
  ])('%s is %s', (error, kind, slug) => {
    expect(classifyError(error, body)).toMatchObject({
      kind,
      problem: {
        code: `partner-central-${slug}`,
        detail: expect.stringContaining('Said AWS.'),
        awsRequestId: 'request-1',
      },
    });
  });
});

describe('a call that was signed by nobody whom AWS knows', () => {
  it.each([
    'CredentialsProviderError',
    'TokenProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'OptInRequired',
    'RequestExpired',
    'RequestInTheFuture',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ])('%s was not done, and nothing of ours is told', (name) => {
    const outcome = classifyError(named(name, { message: 'Profile prod in /home/robot/.aws' }), body);

    expect(outcome).toMatchObject({ kind: 'notDone', problem: { code: 'partner-central-credentials' } });
    expect(JSON.stringify(outcome)).not.toMatch(/prod|robot/);
  });
});

describe('a call that was not sent', () => {
  it.each(['AccessDenied', 'IDPCommunicationErrorException', 'ThrottlingException', 'TimeoutError'])(
    'lacks credentials, whatever their source says, and nothing of ours is told: %s',
    (name) => {
      const cause = named(name, { message: 'Role prod in /home/robot/.aws' });
      const outcome = classifyError(new CallNotSent('', { cause }), body);

      expect(outcome).toMatchObject({ kind: 'notDone', problem: { code: 'partner-central-credentials' } });
      expect(JSON.stringify(outcome)).not.toMatch(/prod|robot/);
    },
  );

  it('as it was cut off may be made again', () => {
    expect(classifyError(new CallNotSent(), body)).toEqual({
      kind: 'notDone',
      cause: 'CallNotSent',
      problem: { code: 'partner-central-unavailable', detail: 'The request was not sent.' },
    });
  });
});

describe('a call that was signed by a clock that was off', () => {
  it('was not done, and may be made again', () => {
    const cause = named('InvalidSignatureException', { $metadata: { requestId: 'request-1' } });

    expect(classifyError(new ClockWasOff('', { cause }), body)).toEqual({
      kind: 'notDone',
      cause: 'ClockWasOff',
      problem: {
        code: 'partner-central-unavailable',
        detail:
          'The clock of the process that sent the request was off, and AWS did not take it. It is sent again.',
        awsRequestId: 'request-1',
      },
    });
  });
});

describe('an outcome that nobody knows', () => {
  const attempted = { $metadata: { attempts: 1, totalRetryDelay: 0 } };

  it.each([
    ['the time limit', new DOMException('Timed out', 'TimeoutError')],
    ['a cut-off', named('AbortError')],
    ['a time limit of the SDK', named('TimeoutError', attempted)],
    ['a lost connection', named('Error', { code: 'ECONNRESET', ...attempted })],
  ])('%s is a timeout', (_, error) => {
    expect(classifyError(error, body)).toMatchObject({
      kind: 'unknown',
      problem: { code: 'partner-central-timeout', detail: expect.not.stringContaining('Said somebody.') },
    });
  });

  it.each([
    ['a page of a gateway', Object.assign(new SyntaxError('Unexpected <html> Ada'), attempted)],
    ['an exception of no known name', named('SomethingNewException', from)],
    ['an exception that only AWS’s HTTP status tells of', named('UnknownError', from)],
    ['a fault of the program', new TypeError('x is undefined')],
    ['a string', 'ThrottlingException'],
    ['an object that is no error', { name: 'ConflictException' }],
    ['nothing', undefined],
  ])('%s is a failure', (_, error) => {
    expect(classifyError(error, body)).toMatchObject({
      kind: 'unknown',
      problem: { code: 'partner-central-unavailable', detail: expect.not.stringContaining('Ada') },
    });
  });
});

describe('what a ValidationException names', () => {
  const validation = (ErrorList: ValidationException['ErrorList']) =>
    classifyError(
      new ValidationException({
        ...from,
        Message: from.message,
        Reason: 'REQUEST_VALIDATION_FAILED',
        ErrorList,
      }),
      body,
    );

  it('is told with pointers into the caller’s body, AWS’s own name beside them', () => {
    const outcome = validation([
      { FieldName: 'contexts[1].interactions[0].usecase', Code: 'INVALID_VALUE', Message: 'Not that.' },
      { FieldName: 'title', Code: 'DUPLICATE_KEY_VALUE', Message: 'Taken by ada@acme.example.com.' },
    ]);

    expect(outcome.kind === 'refused' && outcome.problem).toMatchObject({
      reason: 'REQUEST_VALIDATION_FAILED',
      errors: [
        {
          pointer: '/contexts/1/interactions/0/useCase',
          code: 'INVALID_VALUE',
          message: 'Not that.',
          awsField: 'contexts[1].interactions[0].usecase',
        },
        {
          pointer: '/title',
          code: 'DUPLICATE_KEY_VALUE',
          message: 'Taken by [email].',
          awsField: 'title',
        },
      ],
    });
  });

  it('is told up to a hundred findings', () => {
    const findings = (count: number) => {
      const { problem } = validation(
        Array.from({ length: count }, (_, index) => ({
          FieldName: 'title',
          Code: 'INVALID_VALUE' as const,
          Message: `No ${index}.`,
        })),
      );
      return problem.errors?.map(({ message }) => message);
    };

    expect(findings(100)).toHaveLength(100);
    expect(findings(5000)).toEqual(findings(100));
  });

  it('is kept in a form that Postgres takes, wherever AWS says it', () => {
    const long = `a\0b\ud83d${'x'.repeat(5000)}`;
    const kept = `a\ufffdb\ufffd${'x'.repeat(1996)}`;
    const exception = new ValidationException({
      $metadata: { requestId: long },
      message: long,
      Message: long,
      Reason: undefined,
      ErrorList: [{ FieldName: long, Code: 'INVALID_VALUE', Message: long }],
    });

    expect(classifyError(exception, body)).toMatchObject({
      problem: {
        detail: `Partner Central refused the engagement. ${kept}`,
        awsRequestId: kept,
        errors: [{ message: kept, awsField: kept }],
      },
    });
  });

  it('may lack anything, and have a code of tomorrow', () => {
    const entry = { FieldName: undefined, Message: undefined, Code: undefined };

    expect(validation([entry])).toMatchObject({
      problem: { errors: [{ pointer: '', code: 'INVALID_VALUE', message: '', awsField: '' }] },
    });
    expect(validation(undefined)).toMatchObject({ problem: { errors: [] } });
  });
});

describe('an answer whose words are not of the types that AWS promises', () => {
  /** As the SDK hands them on: it puts what an answer has into the exception, whatever it is. */
  const odd = (error: Error, members: object) => Object.assign(error, members);
  const validation = () =>
    new ValidationException({ ...from, Message: from.message, Reason: undefined, ErrorList: undefined });

  it.each([
    ['Reason null', { Reason: null }],
    ['Reason a number', { Reason: 7 }],
    ['Reason an object', { Reason: {} }],
    ['a message that is a number', { message: 7 }],
    ['a message that is an object', { message: { text: 'No.' } }],
    ['a message that is null', { message: null }],
    ['ErrorList null', { ErrorList: null }],
    ['ErrorList a text', { ErrorList: 'title' }],
    ['ErrorList an object', { ErrorList: { FieldName: 'title' } }],
    ['no metadata', { $metadata: null }],
    ['metadata of another type', { $metadata: { requestId: 7 } }],
  ])('is a no as its name says: %s', (_, members) => {
    expect(classifyError(odd(validation(), members), body)).toMatchObject({
      kind: 'refused',
      problem: {
        code: 'partner-central-validation',
        detail: expect.stringMatching(/^Partner Central refused the engagement\./),
        errors: [],
      },
    });
    expect(classifyError(odd(new AccessDeniedException(from), members), body)).toMatchObject({
      kind: 'refused',
      problem: { code: 'partner-central-access-denied' },
    });
    expect(classifyError(odd(new ThrottlingException(from), members), body)).toMatchObject({
      kind: 'notDone',
      problem: { code: 'partner-central-throttled' },
    });
    expect(classifyError(odd(named('SomethingNewException'), members), body)).toMatchObject({
      kind: 'unknown',
    });
  });

  it.each([
    ['null', null],
    ['a text', 'title'],
    ['a number', 7],
    ['nulls', { FieldName: null, Code: null, Message: null }],
    ['other types', { FieldName: 7, Code: {}, Message: ['No.'] }],
  ])('keeps the findings beside one that is %s', (_, entry) => {
    const ErrorList = [entry, { FieldName: 'title', Code: 'DUPLICATE_KEY_VALUE', Message: 'Taken.' }];

    expect(classifyError(odd(validation(), { ErrorList }), body)).toMatchObject({
      problem: {
        errors: [
          { pointer: '', code: 'INVALID_VALUE', message: '', awsField: '' },
          { pointer: '/title', code: 'DUPLICATE_KEY_VALUE', message: 'Taken.', awsField: 'title' },
        ],
      },
    });
  });

  it('is what its name says in bare words even where reading it fails', () => {
    const unreadable = Object.defineProperty(validation(), 'ErrorList', {
      get: () => {
        throw new Error('Nobody reads this.');
      },
    });

    expect(classifyError(unreadable, body)).toEqual({
      kind: 'refused',
      cause: 'ValidationException',
      problem: { code: 'partner-central-validation', detail: 'Partner Central refused the engagement.' },
    });
  });
});

it('keeps the reason of a denial', () => {
  const error = new AccessDeniedException({ ...from, Reason: 'INCOMPATIBLE_BENEFIT_AWS_PARTNER_STATE' });

  expect(classifyError(error, body)).toMatchObject({
    problem: { reason: 'INCOMPATIBLE_BENEFIT_AWS_PARTNER_STATE' },
  });
});

describe('Retry-After', () => {
  const outcomeWith = (retryAfter: string, error: Error) => {
    const response = new HttpResponse({ statusCode: 400, headers: { 'retry-after': retryAfter } });
    return classifyError(Object.assign(error, { $response: response }), body);
  };

  it.each([
    ['0', 0],
    ['30', 30_000],
    ['86400', 86_400_000],
  ])('of %s seconds is kept', (retryAfter, retryAfterMs) => {
    expect(outcomeWith(retryAfter, new ThrottlingException(from))).toMatchObject({ retryAfterMs });
    expect(outcomeWith(retryAfter, new InternalServerException(from))).toMatchObject({ retryAfterMs });
  });

  it.each(['', '-1', '1.5', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT', '9'.repeat(400)])(
    'of %.30j is passed over',
    (retryAfter) => {
      expect(outcomeWith(retryAfter, new ThrottlingException(from))).not.toHaveProperty('retryAfterMs');
    },
  );
});

it.each(['UnknownError', '', '  '])('tells no message that says nothing: %j', (message) => {
  expect(classifyError(new ConflictException({ ...from, message }), body)).toMatchObject({
    problem: { detail: 'Partner Central reports a conflict.' },
  });
});
