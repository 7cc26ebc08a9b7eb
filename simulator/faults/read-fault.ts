import { type JsonObject } from '../wire/json.js';
import { choiceAt, FieldError, numberAt, objectAt } from '../wire/json-fields.js';
import { operations } from '../wire/operation.js';
import { namePlaces } from '../wire/wire-error.js';
import { faultKinds, moments, type NewFault, sparedCalls } from './fault.js';

// The longest wait of a Node.js timer.
const longestDelay = 2 ** 31 - 1;
const fieldNames = [
  'operation',
  'kind',
  'times',
  'probability',
  'seed',
  'delayMs',
  'error',
  'when',
  'spares',
];
const errorFieldNames = ['name', 'message', 'members', 'retryAfterSeconds', 'nameIn'];

/**
 * Reads a fault's description.
 * @throws FieldError naming the first field that is wrong.
 */
export function readFault(body: unknown): NewFault {
  const fields = objectAt(body, 'The body', fieldNames);
  const kind = choiceAt(fields, 'kind', faultKinds);
  if (kind === undefined) {
    throw new FieldError(`kind is required: one of ${faultKinds.join(', ')}.`);
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
    spares: choiceAt(fields, 'spares', sparedCalls),
  };
  if (fault.error !== undefined && kind !== 'error') {
    throw new FieldError('error is only for the kind error.');
  }
  if (fault.when !== undefined && kind.startsWith('reset-')) {
    throw new FieldError('when is not for the reset kinds: their names say it.');
  }
  if (kind === 'late') {
    checkLate(fault);
  }
  return fault;
}

function checkLate({ operation, when }: NewFault): void {
  if (operation !== undefined && operation !== 'CreateEngagement') {
    throw new FieldError('operation must be CreateEngagement, or missing, for the kind late.');
  }
  if (when !== undefined) {
    throw new FieldError('when is not for the kind late: its work is done after delayMs.');
  }
}

function errorAt(fields: JsonObject): NewFault['error'] {
  if (fields['error'] === undefined) {
    return undefined;
  }
  const error = objectAt(fields['error'], 'error', errorFieldNames);
  const { name, message, members } = error;
  if (typeof name !== 'string' || !/^[A-Za-z]\w{0,127}$/.test(name)) {
    throw new FieldError("error.name must be an exception's name, such as ThrottlingException.");
  }
  if (message !== undefined && typeof message !== 'string') {
    throw new FieldError('error.message must be a string.');
  }
  const read = members === undefined ? undefined : objectAt(members, 'error.members');
  const retryAfterSeconds = numberAt(error, 'retryAfterSeconds', 0, 86_400);
  const nameIn = choiceAt(error, 'nameIn', namePlaces);
  return { name, message, members: read, retryAfterSeconds, nameIn };
}
