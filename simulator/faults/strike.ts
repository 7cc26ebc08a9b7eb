import { type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { failure, garbage, gatewayPage, send } from '../wire/answer.js';
import { WireError } from '../wire/wire-error.js';
import { type Fault } from './fault.js';

/** Whether the call's own answer is still to be sent, or nothing more is, or the waiting was ended before. */
type Outcome = 'passed' | 'settled' | 'forgotten';

/**
 * Lets a fault strike a call, after what it waits.
 * @param forgotten ends the waiting: the caller's connection is reset then.
 */
export async function strike(
  fault: Fault,
  response: ServerResponse,
  forgotten: AbortSignal,
): Promise<Outcome> {
  if (fault.delayMs > 0 && !(await waited(fault.delayMs, forgotten))) {
    reset(response);
    return 'forgotten';
  }
  switch (fault.kind) {
    case 'delay':
      return 'passed';
    case 'error':
      send(response, failure(injectedError(fault)));
      break;
    case 'html':
      send(response, gatewayPage());
      break;
    case 'garbage':
      send(response, garbage());
      break;
    case 'reset-before':
    case 'reset-after':
      reset(response);
      break;
    case 'hang':
    case 'late':
      hang(response, forgotten);
      break;
  }
  return 'settled';
}

function injectedError({ error }: Fault): WireError {
  const { name = 'InternalServerException', message = '', members, ...form } = error ?? {};
  return new WireError(name, message, members, form);
}

async function waited(delayMs: number, forgotten: AbortSignal): Promise<boolean> {
  try {
    await wait(delayMs, undefined, { signal: forgotten });
    return true;
  } catch {
    return false;
  }
}

/** Closes the connection with a TCP reset, so that the caller sees ECONNRESET and no answer. */
function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function hang(response: ServerResponse, forgotten: AbortSignal): void {
  if (response.destroyed) {
    // Its caller has given up meanwhile: no `close` would come to end the listening.
    return;
  }
  const end = () => {
    reset(response);
  };
  forgotten.addEventListener('abort', end, { once: true });
  response.once('close', () => {
    forgotten.removeEventListener('abort', end);
  });
}
