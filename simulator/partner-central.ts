import { type IncomingMessage, type ServerResponse } from 'node:http';

import { beginEngagement, createEngagement } from './engagements/create-engagement.js';
import { getEngagement } from './engagements/get-engagement.js';
import { listEngagements } from './engagements/list-engagements.js';
import { type Fault } from './faults/fault.js';
import { strike } from './faults/strike.js';
import { type ServiceState } from './service-state.js';
import { type Answer, awsJson, failure, send, success } from './wire/answer.js';
import { checkAuthorization } from './wire/authorization.js';
import { isJsonObject, type JsonObject } from './wire/json.js';
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
 * of it. `late` alone strikes after the rules, since only a call that is taken can be worked on.
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
  const checkedBody = () => check(operation, request, text, state);
  const call = () => answerOf(() => success(work[operation](state, checkedBody())));
  const fault = state.faults.take(operation, isInHand(text, state));
  if (fault === undefined) {
    send(response, call());
  } else if (fault.kind === 'late') {
    await workLate(fault, () => beginEngagement(state, checkedBody()), response, state.forgotten);
  } else {
    await answerWithFault(fault, call, response, state.forgotten);
  }
}

/** Whether a call repeats a token that is being worked on. */
function isInHand(text: string, { inHand }: ServiceState): boolean {
  try {
    const body: unknown = inHand.size > 0 && JSON.parse(text);
    return isJsonObject(body) && typeof body['ClientToken'] === 'string' && inHand.has(body['ClientToken']);
  } catch {
    return false;
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

/** Takes a call, answers it only when it is refused, and does its work once the fault has struck. */
async function workLate(
  fault: Fault,
  begin: () => () => void,
  response: ServerResponse,
  forgotten: AbortSignal,
): Promise<void> {
  let finish: () => void;
  try {
    finish = begin();
  } catch (error) {
    send(response, refusal(error));
    return;
  }
  if ((await strike(fault, response, forgotten)) === 'forgotten') {
    return;
  }
  try {
    finish();
  } catch {
    // Such as a state file that cannot be written. Nobody waits for an answer: it is as if the call had never come.
  }
}

function answerOf(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    return refusal(error);
  }
}

/**
 * A call's body once it has passed the wire checks and the rate limit.
 * @throws WireError
 */
function check(
  operation: Operation,
  request: IncomingMessage,
  text: string,
  { meter }: ServiceState,
): unknown {
  const body = wireBody(request, text);
  if (operation === 'CreateEngagement' && !meter.admit(performance.now())) {
    throw new WireError('ThrottlingException', 'Rate exceeded');
  }
  return body;
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
