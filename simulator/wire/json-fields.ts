import { isJsonObject, type JsonObject } from './json.js';

/** What somebody told the simulator in JSON is wrong; the message names the field. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
}

/**
 * A JSON object with none but the known fields.
 * @param place what the message calls it
 * @param known missing: any
 * @throws FieldError
 */
export function objectAt(value: unknown, place: string, known?: readonly string[]): JsonObject {
  if (!isJsonObject(value)) {
    throw new FieldError(`${place} must be a JSON object.`);
  }
  const unknown = Object.keys(value).find((name) => known?.includes(name) === false);
  if (known !== undefined && unknown !== undefined) {
    throw new FieldError(
      `${place} has an unknown field ${JSON.stringify(unknown)}; known are ${known.join(', ')}.`,
    );
  }
  return value;
}

/**
 * One of a few strings, or undefined where the field is missing.
 * @throws FieldError
 */
export function choiceAt<T extends string>(
  fields: JsonObject,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = fields[name];
  const choice = choices.find((one) => one === value);
  if (value !== undefined && choice === undefined) {
    throw new FieldError(`${name} must be one of ${choices.join(', ')}.`);
  }
  return choice;
}

/**
 * A number from min to max, or undefined where the field is missing.
 * @throws FieldError
 */
export function numberAt(
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
    throw new FieldError(
      `${name} must be a ${numbers === 'whole' ? 'whole ' : ''}number from ${min} to ${max}.`,
    );
  }
  return value;
}
