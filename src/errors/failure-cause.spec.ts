import { expect, it } from '@jest/globals';
import { causeOf } from './failure-cause.js';

const coded = (code: string, message = 'secret words') => Object.assign(new Error(message), { code });
const named = (name: string) => Object.assign(new Error('secret words'), { name });
const wrapped = (cause: unknown) => new Error('secret words', { cause });
const prisma = (driverError: object) =>
  Object.assign(named('PrismaClientKnownRequestError'), {
    code: 'P2010',
    meta: { driverAdapterError: Object.assign(named('DriverAdapterError'), { cause: driverError }) },
  });

it.each([
  ['connection-refused', coded('ECONNREFUSED')],
  ['connection-refused', wrapped(coded('ECONNREFUSED'))],
  ['connection-refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
  ['dns', coded('ENOTFOUND')],
  ['dns', coded('EAI_AGAIN')],
  ['unreachable', coded('EHOSTUNREACH')],
  ['tls', coded('CERT_HAS_EXPIRED')],
  ['tls', coded('DEPTH_ZERO_SELF_SIGNED_CERT')],
  ['tls', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ['tls', coded('ERR_TLS_CERT_ALTNAME_INVALID')],
  ['tls', coded('EPROTO')],
  ['time-out', named('TimeoutError')],
  ['time-out', new DOMException('secret words', 'AbortError')],
  ['time-out', coded('ETIMEDOUT')],
  ['time-out', new Error('timeout exceeded when trying to connect')],
  ['connection-lost', coded('ECONNRESET')],
  ['connection-lost', Object.assign(named('TimeoutError'), { code: 'ECONNRESET' })],
  ['connection-lost', new Error('Connection terminated unexpectedly')],
  ['connection-lost', { kind: 'ConnectionClosed' }],
  ['SQLSTATE 28P01', coded('28P01')],
  ['SQLSTATE 42501', prisma({ kind: 'postgres', originalCode: '42501', message: 'secret words' })],
  ['ThrottlingException', named('ThrottlingException')],
  ['ExpiredTokenException', wrapped(named('ExpiredTokenException'))],
  [
    'CredentialsProviderError',
    Object.assign(named('CallNotSent'), { cause: named('CredentialsProviderError') }),
  ],
  ['P2002', Object.assign(named('PrismaClientKnownRequestError'), { code: 'P2002' })],
  ['TypeError', new TypeError('secret words')],
  ['Error', new Error('secret words')],
  ['unknown', 'secret words'],
  ['unknown', undefined],
  [
    'unknown',
    {
      get code() {
        throw new Error('secret words');
      },
    },
  ],
  ['unknown', { name: 'a name with secret words' }],
])('is %s', (cause, thrown) => {
  expect(causeOf(thrown)).toBe(cause);
});

it('comes to an end where errors are their own causes', () => {
  const error = new Error('x');
  error.cause = error;

  expect(causeOf(error)).toBe('Error');
});
