import { isJsonObject, type JsonObject } from '../wire/json.js';
import { operations } from '../wire/operation.js';
import { namePlaces } from '../wire/wire-error.js';
import { faultKinds, moments, type NewFault } from './fault.js';

/** A fault's description is wrong; the message names the field. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

// The longest wait of a Node.js timer.
const longestDelay = 2 ** 31 - 1;
const fieldNames = ['operation', 'kind', 'times', 'probability', 'seed', 'delayMs', 'error', 'when'];
const errorFieldNames = ['name', 'message', 'members', 'retryAfterSeconds', 'nameIn'];

/**
 * Reads a fault's description.
 * @throws FaultError naming the first field that is wrong.
 */
export function readFault(body: unknown): NewFault {
  const fields = objectAt(body, 'The body', fieldNames);
  const kind = choiceAt(fields, 'kind', faultKinds);
  if (kind === undefined) {
    throw new FaultError(`kind is required: one of ${faultKinds.join(', ')}.`);
  }
  const fault = {
    kind,
    operation: choiceAt(fields, 'operation', operations),
    times: numberAt(fields, 'times', 1, Number.MAX_SAFE_INTEGER),
    probability: numberAt(fields, 'probability', 0, 1, 'any'),
    seed: numberAt(fields, 'seed', 0, 2 ** 32 - 1),
    delayMs: numberAt(fields, 'delayMs', 0, longestDelay),
    error: errorAt(fields),
    when: choiceAt(fields, 'when', moments),
  };
  if (fault.error !== undefined && kind !== 'error') {
    throw new FaultError('error is only for the kind error.');
  }
  if (fault.when !== undefined && kind.startsWith('reset-')) {
    throw new FaultError('when is not for the reset kinds: their names say it.');
  }
  return fault;
}

function errorAt(fields: JsonObject): NewFault['error'] {
  if (fields['error'] === undefined) {
    return undefined;
  }
  const error = objectAt(fields['error'], 'error', errorFieldNames);
  const { name, message, members } = error;
  if (typeof name !== 'string' || !/^[A-Za-z]\w{0,127}$/.test(name)) {
    throw new FaultError("error.name must be an exception's name, such as ThrottlingException.");
  }
  if (message !== undefined && typeof message !== 'string') {
    throw new FaultError('error.message must be a string.');
  }
  const read = members === undefined ? undefined : objectAt(members, 'error.members');
  const retryAfterSeconds = numberAt(error, 'retryAfterSeconds', 0, 86_400);
  const nameIn = choiceAt(error, 'nameIn', namePlaces);
  return { name, message, members: read, retryAfterSeconds, nameIn };
}

function objectAt(value: unknown, place: string, known?: readonly string[]): JsonObject {
  if (!isJsonObject(value)) {
    throw new FaultError(`${place} must be a JSON object.`);
  }
  const unknown = Object.keys(value).find((name) => known?.includes(name) === false);
  if (known !== undefined && unknown !== undefined) {
    throw new FaultError(
      `${place} has an unknown field ${JSON.stringify(unknown)}; known are ${known.join(', ')}.`,
    );
  }
  return value;
}

function choiceAt<T extends string>(fields: JsonObject, name: string, choices: readonly T[]): T | undefined {
  const value = fields[name];
  const choice = choices.find((one) => one === value);
  if (value !== undefined && choice === undefined) {
    throw new FaultError(`${name} must be one of ${choices.join(', ')}.`);
  }
  return choice;
}

function numberAt(
  fields: JsonObject,
  name: string,
  min: number,
  max: number,
  numbers: 'whole' | 'any' = 'whole',
): number | undefined {
  const value = fields[name];
  if (value === undefined) {
    return undefined;
  }
  if (
    typeof value !== 'number' ||
    value < min ||
    value > max ||
    (numbers === 'whole' && !Number.isInteger(value))
  ) {
    throw new FaultError(
      `${name} must be a ${numbers === 'whole' ? 'whole ' : ''}number from ${min} to ${max}.`,
    );
  }
  return value;
}
