import { type IncomingMessage, type ServerResponse } from 'node:http';

import { createEngagement } from './engagements/create-engagement.js';
import { getEngagement } from './engagements/get-engagement.js';
import { listEngagements } from './engagements/list-engagements.js';
import { type Fault } from './faults/fault.js';
import { strike } from './faults/strike.js';
import { type ServiceState } from './service-state.js';
import { type Answer, awsJson, failure, send, success } from './wire/answer.js';
import { checkAuthorization } from './wire/authorization.js';
import { type JsonObject } from './wire/json.js';
import { type Operation, operationOf } from './wire/operation.js';
import { readBody } from './wire/read-body.js';
import { WireError } from './wire/wire-error.js';

const work: Record<Operation, (state: ServiceState, body: unknown) => JsonObject> = {
  CreateEngagement: createEngagement,
  GetEngagement: getEngagement,
  ListEngagements: listEngagements,
};

/**
 * Answers one call of the AWS wire, in this order: operation, count, fault, wire checks, rate limit, rules, work.
 * So a fault strikes before the rate limit and takes nothing from it, and every call is counted, whatever becomes
 * of it.
 */
export async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  stateNow: () => ServiceState,
): Promise<void> {
  const text = await readBody(request);
  const state = stateNow();
  let operation: Operation;
  try {
    operation = operationOf(header(request, 'x-amz-target'));
  } catch (error) {
    send(response, refusal(error));
    return;
  }
  if (operation === 'CreateEngagement') {
    state.meter.arrive(performance.now());
  }
  const call = (): Answer => perform(operation, request, text, state);
  const fault = state.faults.take(operation);
  if (fault === undefined) {
    send(response, call());
  } else {
    await answerWithFault(fault, call, response, state.forgotten);
  }
}

async function answerWithFault(
  fault: Fault,
  call: () => Answer,
  response: ServerResponse,
  forgotten: AbortSignal,
): Promise<void> {
  const done = fault.when === 'after' ? call() : undefined;
  const outcome = await strike(fault, response, forgotten);
  if (outcome === 'passed') {
    send(response, done ?? call());
  }
}

function perform(operation: Operation, request: IncomingMessage, text: string, state: ServiceState): Answer {
  try {
    const body = wireBody(request, text);
    if (operation === 'CreateEngagement' && !state.meter.admit(performance.now())) {
      throw new WireError('ThrottlingException', 'Rate exceeded');
    }
    return success(work[operation](state, body));
  } catch (error) {
    return refusal(error);
  }
}

/** @throws WireError when the call is not AWS JSON 1.0 with a Signature Version 4. */
function wireBody(request: IncomingMessage, text: string): unknown {
  const type = header(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== awsJson) {
    throw new WireError('SerializationException', `Content-Type must be ${awsJson}.`);
  }
  checkAuthorization(header(request, 'authorization'));
  try {
    return JSON.parse(text);
  } catch {
    throw new WireError('SerializationException', 'The body is not JSON.');
  }
}

function refusal(error: unknown): Answer {
  if (error instanceof WireError) {
    return failure(error);
  }
  // Such as a state file that cannot be written: to the caller an internal error, as with AWS.
  const reason = error instanceof Error ? error.message : 'unknown';
  return failure(new WireError('InternalServerException', `The simulator failed: ${reason}`));
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
