import { InternalServerException, ThrottlingException } from '@aws-sdk/client-partnercentral-selling';
import { expect, it } from '@jest/globals';
import { CallNotSent } from './call-gate.js';
import { classifyError } from './classify-error.js';

const from = { message: 'Said AWS.', $metadata: { httpStatusCode: 400 } };
const withoutAnswer = { $metadata: { attempts: 1 } };

/** An error as the SDK throws those that its model lacks. */
const named = (name: string, members: object = {}) =>
  Object.assign(new Error('Said somebody.'), { name, ...members });

it.each([
  ['connection-refused', named('Error', { code: 'ECONNREFUSED', ...withoutAnswer })],
  ['dns', named('Error', { code: 'ENOTFOUND', ...withoutAnswer })],
  ['tls', named('Error', { code: 'CERT_HAS_EXPIRED', ...withoutAnswer })],
  ['connection-lost', named('Error', { code: 'ECONNRESET', ...withoutAnswer })],
  ['time-out', named('TimeoutError', withoutAnswer)],
  ['InternalServerException', new InternalServerException(from)],
  ['ThrottlingException', new ThrottlingException(from)],
  ['SyntaxError', new SyntaxError('Said somebody.')],
  ['ExpiredTokenException', named('ExpiredTokenException')],
  ['CredentialsProviderError', new CallNotSent('', { cause: named('CredentialsProviderError') })],
])('the cause, which an operator reads in the log, is %s', (cause, error) => {
  expect(classifyError(error, '{}').cause).toBe(cause);
});
