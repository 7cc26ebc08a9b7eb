import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { FindingCode } from '../errors/finding.js';

/** The value nearest to one that does not pass, as it may be sent; `siblings` is the object that the field stands in. */
export type Suggest = (value: unknown, siblings: object) => string | undefined;

/** One check of one field. */
export interface Check {
  code: FindingCode;
  /** Whether the value is fine; `siblings` is the object that the field stands in. */
  passes: (value: unknown, siblings: object) => boolean;
  message: string | ((value: unknown) => string);
  /** What was probably meant instead of a value that does not pass; asked for such alone. */
  suggestion?: Suggest;
  /** The only group of checks that it belongs to; missing, it is always made. */
  group?: string;
}

/**
 * A class-validator decorator for a check. Its finding code and what it suggests travel in the constraint's context,
 * where `findingsOf` reads them.
 */
export function checkedBy(name: string, check: Check): PropertyDecorator {
  const { code, message, suggestion, group } = check;
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown, args?: ValidationArguments) => check.passes(value, args?.object ?? {}),
        defaultMessage: (args?: ValidationArguments) =>
          typeof message === 'string' ? message : message(args?.value),
      },
    },
    { context: { code, suggestion }, ...(group === undefined ? { always: true } : { groups: [group] }) },
  );
}

/** Refuses text, or any of a list, with NUL characters or lone surrogates: PostgreSQL takes neither, and no text has them. */
export function StorableText(): PropertyDecorator {
  return checkedBy('isStorable', {
    code: 'INVALID_STRING_FORMAT',
    passes: (value) => [value].flat().every(isStorable),
    message: 'Must not hold NUL characters or lone surrogates.',
  });
}

function isStorable(value: unknown): boolean {
  return typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'));
}
