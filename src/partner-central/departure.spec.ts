import { describe, expect, it } from '@jest/globals';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { CallNotSent } from './call-gate.js';
import { ClockWasOff, Departure } from './departure.js';

const request = new HttpRequest({ headers: { 'x-amz-date': '20261125T120000Z' } });

const always = () => true;

/** An answer of AWS's, as the SDK throws it. */
const answered = (name: string, date?: string) =>
  Object.assign(new Error('No.'), {
    name,
    $response: new HttpResponse({ statusCode: 403, headers: date === undefined ? {} : { date } }),
  });

describe('a call that fails before its request leaves', () => {
  it('was not sent, whatever the failure is called', () => {
    const failure = answered('AccessDeniedException');

    expect(new Departure(new AbortController().signal, always).explain(failure)).toEqual(
      new CallNotSent('', { cause: failure }),
    );
  });

  it('sends nothing afterwards', () => {
    const departure = new Departure(new AbortController().signal, always);
    departure.explain(new Error('No credentials.'));

    expect(() => {
      departure.leave(request);
    }).toThrow(CallNotSent);
  });

  it('has no other cause when it was cut off, and sends nothing afterwards', () => {
    const departure = new Departure(AbortSignal.abort(), always);

    expect(() => {
      departure.leave(request);
    }).toThrow(CallNotSent);
    const explained = departure.explain(new Error('Too late.'));
    expect(explained).toBeInstanceOf(CallNotSent);
    expect(explained).not.toHaveProperty('cause');
  });
});

it('is asked in the last moment whether it may leave, and was kept back if not', () => {
  let isOurs = true;
  const departure = new Departure(new AbortController().signal, () => isOurs);
  isOurs = false;
  let thrown: unknown;
  try {
    departure.leave(request);
  } catch (error) {
    thrown = error;
  }

  const explained = departure.explain(thrown);
  expect(explained).toBeInstanceOf(CallNotSent);
  expect(explained).not.toHaveProperty('cause');
});

describe('a call whose request has left', () => {
  const failed = (error: unknown, signed: unknown = request) => {
    const departure = new Departure(new AbortController().signal, always);
    departure.leave(signed);
    return departure.explain(error);
  };

  it.each([
    ['a refusal', answered('AccessDeniedException', 'Wed, 25 Nov 2026 12:10:00 GMT')],
    ['a signature at its own time', answered('InvalidSignatureException', 'Wed, 25 Nov 2026 12:04:00 GMT')],
    ['a signature at no time', answered('InvalidSignatureException')],
    ['a signature at an unreadable time', answered('InvalidSignatureException', 'noon')],
    ['a cut-off', new DOMException('Cut off', 'AbortError')],
    ['no error at all', 'InvalidSignatureException'],
  ])('has failed as it was told: %s', (_, error) => {
    expect(failed(error)).toBe(error);
  });

  it('that is cut off later may have come to AWS', () => {
    const cutOff = new AbortController();
    const departure = new Departure(cutOff.signal, always);
    departure.leave(request);
    cutOff.abort();
    const error = new DOMException('Cut off', 'AbortError');

    expect(departure.explain(error)).toBe(error);
  });

  it.each([
    ['InvalidSignatureException', 'Wed, 25 Nov 2026 12:04:01 GMT'],
    ['SignatureDoesNotMatch', 'Wed, 25 Nov 2026 11:50:00 GMT'],
    ['RequestExpired', 'Wed, 25 Nov 2026 12:10:00 GMT'],
    ['RequestInTheFuture', 'Wed, 25 Nov 2026 11:50:00 GMT'],
    ['RequestTimeTooSkewed', 'Wed, 25 Nov 2026 13:00:00 GMT'],
  ])('was signed by a clock that was off: %s at %s', (name, date) => {
    const error = answered(name, date);

    expect(failed(error)).toEqual(new ClockWasOff('', { cause: error }));
    // Nobody knows for which time it was signed.
    expect(failed(error, new HttpRequest({ headers: {} }))).toBe(error);
  });
});
