import { isJsonObject, type JsonObject } from '../wire/json.js';
import { characterCount } from './text-formats.js';
import { type Violations } from './violation.js';

/** Looks at one value that is there, and adds what is wrong with it under its path. */
export interface Rule {
  (value: unknown, path: string, found: Violations): void;
  /** The value with an explicit null for each member that it could have and has not; missing: it has no members. */
  readonly withNulls?: (value: unknown) => unknown;
}

/** A rule of a value that has members. */
export interface CompositeRule extends Rule {
  readonly withNulls: (value: unknown) => unknown;
}

/** One member of a structure. */
export interface Field {
  readonly rule: Rule;
  readonly required: boolean;
}

/** The members of a structure, by name. */
export type Fields = Readonly<Record<string, Field>>;

/** Looks at several members of a structure together. */
export type CrossRule = (members: JsonObject, path: string, found: Violations) => void;

// A caller's misspelt member is named back, but no answer grows with it.
const longestNameTold = 64;

/** A member that must be there. */
export const required = (rule: Rule): Field => ({ rule, required: true });
/** A member that may be missing. */
export const optional = (rule: Rule): Field => ({ rule, required: false });

/** A member's place as Partner Central tells it: a camelCase dotted path, such as `contexts[0].payload.lead`. */
export function memberPath(parent: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return parent === '' ? member : `${parent}.${member}`;
}

/** A string whose form a predicate decides; `form` completes "must be …". */
export function formatted(matches: (text: string) => boolean, form: string): Rule {
  return (value, path, found) => {
    if (typeof value !== 'string') {
      found.field(path, 'INVALID_VALUE', `${path} must be a string.`);
    } else if (!matches(value)) {
      found.field(path, 'INVALID_STRING_FORMAT', `${path} must be ${form}.`);
    }
  };
}

/** A string of min to max characters. AWS writes lengths as patterns, hence its code for a bad format. */
export function text(min: number, max: number): Rule {
  return formatted((value) => {
    const count = characterCount(value);
    return count >= min && count <= max;
  }, `${min} to ${max} characters long`);
}

/** One of a fixed list of strings. */
export function oneOf(values: readonly string[]): Rule {
  const allowed = new Set<unknown>(values);
  const told =
    values.length > 10 ? `one of the ${values.length} allowed values` : `one of ${values.join(', ')}`;
  return (value, path, found) => {
    if (!allowed.has(value)) {
      found.field(path, 'INVALID_ENUM_VALUE', `${path} must be ${told}.`);
    }
  };
}

/** A whole number from min to max. */
export function wholeNumber(min: number, max: number): Rule {
  return (value, path, found) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      found.field(path, 'INVALID_VALUE', `${path} must be a whole number.`);
    } else if (value < min || value > max) {
      found.field(path, 'VALUE_OUT_OF_RANGE', `${path} must be from ${min} to ${max}.`);
    }
  };
}

/** A list of min to max values, each under the same rule. */
export function list(min: number, max: number, each: Rule): CompositeRule {
  const check: Rule = (value, path, found) => {
    if (!Array.isArray(value)) {
      found.field(path, 'INVALID_VALUE', `${path} must be a list.`);
      return;
    }
    if (value.length < min) {
      found.field(path, 'NOT_ENOUGH_VALUES', `${path} must hold at least ${min}.`);
    }
    if (value.length > max) {
      found.field(path, 'TOO_MANY_VALUES', `${path} must hold at most ${max}.`);
    }
    value.forEach((element: unknown, index) => {
      each(element, `${path}[${index}]`, found);
    });
  };
  const withNulls = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((element: unknown) => completed(element, each)) : value;
  return Object.assign(check, { withNulls });
}

/**
 * A structure of the given members and no others. A null member counts as missing, as AWS JSON has it. What AWS does
 * with a member it does not know is not documented; refusing it here shows mistakes in a caller's mapping.
 */
export function structure(fields: Fields, cross?: CrossRule): CompositeRule {
  const known = new Map(Object.entries(fields));
  const check: Rule = (value, path, found) => {
    if (!isJsonObject(value)) {
      found.field(path, 'INVALID_VALUE', `${path === '' ? 'The request' : path} must be a structure.`);
      return;
    }
    for (const [name, field] of known) {
      checkMember(value[name], field, memberPath(path, name), found);
    }
    for (const name of Object.keys(value)) {
      if (!known.has(name)) {
        const place = memberPath(path, name.slice(0, longestNameTold));
        found.field(place, 'INVALID_VALUE', `${place} is not a member of this structure.`);
      }
    }
    cross?.(value, path, found);
  };
  const withNulls = (value: unknown): unknown =>
    isJsonObject(value)
      ? Object.fromEntries([...known].map(([name, { rule }]) => [name, completed(value[name], rule)]))
      : value;
  return Object.assign(check, { withNulls });
}

function completed(value: unknown, { withNulls }: Rule): unknown {
  return value === undefined || value === null ? null : (withNulls?.(value) ?? value);
}

function checkMember(value: unknown, field: Field, path: string, found: Violations): void {
  if (value !== undefined && value !== null) {
    field.rule(value, path, found);
  } else if (field.required) {
    found.field(path, 'REQUIRED_FIELD_MISSING', `${path} is required.`);
  }
}
