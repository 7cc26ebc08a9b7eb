import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../../errors/domain-error.js';

/**
 * Why rows were not read to their end that is no fault of theirs: time was up, or the client hung up. Sent again, they
 * may be.
 */
export class BrokenOff extends DomainError {}

/**
 * Rows as they come.
 * @throws BrokenOff where the client has hung up, however the rows end then
 */
export async function* untilHangUp<T>(
  rows: AsyncIterable<T>,
  request: Pick<IncomingMessage, 'errored'>,
): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    if (request.errored === null || !(error instanceof DomainError)) {
      throw error;
    }
  }
  if (request.errored !== null) {
    throw new BrokenOff('invalid-request', 'The body ended early.');
  }
}
