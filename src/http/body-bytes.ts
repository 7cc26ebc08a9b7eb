import type { Readable } from 'node:stream';
import { DomainError } from '../errors/domain-error.js';

/** The refusal of a request whose body ended before its end. */
export function bodyEndedEarly(): DomainError {
  return new DomainError('invalid-request', 'The body ended early.');
}

/**
 * A body's bytes as they come.
 * @throws DomainError `invalid-request` where the client hangs up before their end: nothing of ours has failed then,
 *   though Node's error has the code of a lost connection to the database
 */
export async function* bodyBytes(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    // A reader that stops early would else cut the connection that the answer is to go over.
    const chunks: AsyncIterable<Uint8Array> = body.iterator({ destroyOnReturn: false });
    yield* chunks;
  } catch (error) {
    throw error === body.errored ? bodyEndedEarly() : error;
  }
}

/** Tells when the first bytes of a body are there, which are taken off it, or its end without any. */
export function whenBegun(body: Readable, then: (isEmpty: boolean) => void): void {
  const tell = (isEmpty: boolean) => {
    body.off('readable', look).off('end', end).off('close', cut);
    then(isEmpty);
  };
  const look = () => {
    if (body.read() !== null) {
      tell(false);
    }
  };
  const end = () => {
    tell(true);
  };
  const cut = () => {
    tell(false);
  };
  body.on('readable', look).on('end', end).on('close', cut);
}
