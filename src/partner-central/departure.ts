import { HttpRequest } from '@smithy/core/protocols';
import { CallNotSent } from './call-gate.js';
import { answerOf } from './raw-answer.js';

/** Names under which AWS says that a signature is not valid, which it is not at another time than that it was made for. */
export const signatureErrors: ReadonlySet<string> = new Set([
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/** From here on the SDK takes its clock for wrong; AWS allows 5 minutes. */
const CLOCK_OFF_MS = 240_000;

/** AWS turned the call away because this process's clock was off. The SDK goes by AWS's clock from then on. */
export class ClockWasOff extends Error {
  override readonly name = 'ClockWasOff';
}

/**
 * Whether one call's request has left this process. What fails before it has left, the credentials for one, has done
 * nothing at AWS, under whatever name it comes: another service's `AccessDenied` or a `ServiceUnavailable` too.
 */
export class Departure {
  private hasLeft = false;
  private isOver = false;
  private signedFor = Number.NaN;

  /**
   * @param signal ends the call
   * @param mayLeave is asked in the last moment in which nothing has been sent
   */
  constructor(
    private readonly signal: AbortSignal,
    private readonly mayLeave: () => boolean,
  ) {}

  /**
   * The request is about to leave: from now on AWS may have it.
   * @throws CallNotSent when it may not leave, or the call is over: what was told to be not sent must not be sent
   */
  leave(request: unknown): void {
    if (this.isOver || this.signal.aborted || !this.mayLeave()) {
      throw new CallNotSent();
    }
    this.hasLeft = true;
    this.signedFor = signedFor(request);
  }

  /**
   * What a failure means, which ends the call.
   * @returns CallNotSent, with the error as its cause unless the call was kept back, cut off or out of time;
   *   ClockWasOff; or the error itself
   */
  explain(error: unknown): unknown {
    this.isOver = true;
    if (!this.hasLeft) {
      const isKeptBack = this.signal.aborted || error instanceof CallNotSent;
      return isKeptBack ? new CallNotSent() : new CallNotSent('', { cause: error });
    }
    return this.isClockOff(error) ? new ClockWasOff('', { cause: error }) : error;
  }

  /**
   * Against the time that it was signed for, not our clock: once the SDK goes by AWS's clock, ours may be as wrong as
   * before, and a signature that AWS refuses is refused for another reason.
   */
  private isClockOff(error: unknown): boolean {
    if (!Error.isError(error) || !signatureErrors.has(error.name)) {
      return false;
    }
    const awsTime = Date.parse(answerOf(error)?.headers['date'] ?? '');
    return Math.abs(awsTime - this.signedFor) > CLOCK_OFF_MS;
  }
}

function signedFor(request: unknown): number {
  const date = HttpRequest.isInstance(request) ? request.headers['x-amz-date'] : undefined;
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return Date.parse((date ?? '').replace(parts, '$1-$2-$3T$4:$5:$6Z'));
}
