import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { PartnerCentralSellingClient } from '@aws-sdk/client-partnercentral-selling';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { MiddlewareStack } from '@smithy/types';
import { SETTINGS, type Settings } from '../config/settings.js';
import { CallGate, SOCKETS } from './call-gate.js';
import { Departure } from './departure.js';
import type { RawAnswer } from './raw-answer.js';

/** Source: AWS's "Partner Central endpoints". The SDK builds an address for any region. */
const ONLY_REGION = 'us-east-1';

/** The one SDK client: connections kept alive, one attempt a call, every call limited in time. */
@Injectable()
export class PartnerCentralSdk implements OnApplicationShutdown {
  readonly client: PartnerCentralSellingClient;
  private readonly timeoutMs: number;
  private readonly gate = new CallGate();
  private readonly departures = new AsyncLocalStorage<Departure>();

  constructor(@Inject(SETTINGS) { partnerCentral }: Settings) {
    this.timeoutMs = partnerCentral.timeoutMs;
    if (partnerCentral.region !== ONLY_REGION && partnerCentral.endpoint === undefined) {
      new Logger(PartnerCentralSdk.name).warn(
        `AWS_REGION is ${partnerCentral.region}, and Partner Central is in ${ONLY_REGION} only.`,
      );
    }
    this.client = new PartnerCentralSellingClient({
      region: partnerCentral.region,
      ...(partnerCentral.endpoint === undefined ? {} : { endpoint: partnerCentral.endpoint }),
      // Retries belong to one layer only: the submission's, which knows token and history.
      maxAttempts: 1,
      requestHandler: {
        httpAgent: { maxSockets: SOCKETS },
        httpsAgent: { maxSockets: SOCKETS },
      },
    });
    noteDepartures(this.client, this.departures);
  }

  /**
   * Makes one call within the limit of time, which begins when there is a socket for it. The SDK has no limit by
   * default, and its `requestTimeout` alone does not abort (measured with 3.1124).
   * @param call is to hand the signal to the SDK
   * @param cutOff ends the call before its time
   * @param mayLeave is asked in the last moment in which nothing has been sent
   * @throws CallNotSent when the call fails before its request has left; nothing leaves afterwards. Why is its cause,
   *   which is missing where the call was kept back, cut off or out of time
   * @throws ClockWasOff; AbortError or TimeoutError when its time is over; and what the call throws
   */
  async within<T>(
    call: (options: { abortSignal: AbortSignal }) => Promise<T>,
    cutOff?: AbortSignal,
    mayLeave: () => boolean = () => true,
  ): Promise<T> {
    const leave = await this.gate.enter(cutOff);
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const abortSignal = cutOff === undefined ? timeout : AbortSignal.any([timeout, cutOff]);
    const departure = new Departure(abortSignal, mayLeave);
    try {
      // The SDK looks at the signal when it sends. A credential provider that hangs before would hold the call forever.
      const answer = this.departures.run(departure, () => call({ abortSignal }));
      return await Promise.race([answer, rejectionOf(abortSignal)]);
    } catch (error) {
      throw departure.explain(error);
    } finally {
      leave();
    }
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}

/**
 * Has each request note that it leaves: behind all else, as the last thing before the SDK opens a connection. One that
 * belongs to no call is kept back, as nobody could tell of it.
 */
function noteDepartures(
  { middlewareStack }: PartnerCentralSellingClient,
  departures: AsyncLocalStorage<Departure>,
): void {
  middlewareStack.add(
    (next) => (args) => {
      const departure = departures.getStore();
      if (departure === undefined) {
        throw new TypeError('A request to AWS belongs to no call');
      }
      departure.leave(args.request);
      return next(args);
    },
    { name: 'departure', step: 'deserialize', priority: 'low' },
  );
}

/**
 * Replaces the body that the SDK wrote by the frozen one, before it is signed: the token must come back with the same
 * bytes even after an upgrade of the SDK that writes, say, timestamps in another way.
 */
export function sendExactly<I extends object, O extends object>(
  { middlewareStack }: { middlewareStack: MiddlewareStack<I, O> },
  body: string,
): void {
  middlewareStack.add(
    (next) => (args) => {
      if (!HttpRequest.isInstance(args.request)) {
        throw new TypeError('The SDK sends no HTTP request');
      }
      args.request.body = body;
      return next(args);
    },
    { name: 'frozenBody', step: 'serialize', priority: 'low' },
  );
}

/**
 * Keeps the answer as it came: the SDK's Date cuts the nanoseconds that AWS wants back to the letter, and what it can't
 * read it throws away.
 */
export function keepRawAnswer<I extends object, O extends object>(
  { middlewareStack }: { middlewareStack: MiddlewareStack<I, O> },
  answer: RawAnswer,
): void {
  middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (HttpResponse.isInstance(result.response) && result.response.body instanceof Readable) {
        answer.status = result.response.statusCode;
        answer.body = await text(result.response.body);
        result.response.body = Buffer.from(answer.body);
      }
      return result;
    },
    { name: 'rawAnswer', step: 'deserialize', priority: 'low' },
  );
}

/** Answers in AWS's place: nothing goes over the network. */
export function answerWithout<I extends object, O extends object>(
  { middlewareStack }: { middlewareStack: MiddlewareStack<I, O> },
  body: string,
): void {
  middlewareStack.add(
    () => () =>
      Promise.resolve({
        response: new HttpResponse({
          statusCode: 200,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Buffer.from(body),
        }),
      }),
    { name: 'noNetwork', step: 'deserialize', priority: 'low' },
  );
}

/** Never resolves; rejects when the signal aborts. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => {
      reject(new DOMException('The call took too long or was cut off', 'AbortError'));
    };
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}
