import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { FindingCode } from '../errors/finding.js';

/** One check of one field. */
export interface Check {
  code: FindingCode;
  /** Whether the value is fine; `siblings` is the object that the field stands in. */
  passes: (value: unknown, siblings: object) => boolean;
  message: string | ((value: unknown) => string);
  /** The only group of checks that it belongs to; missing, it is always made. */
  group?: string;
}

/**
 * A class-validator decorator for a check. Its finding code travels in the constraint's context, where
 * `findingsOf` reads it.
 */
export function checkedBy(name: string, check: Check): PropertyDecorator {
  const { message, group } = check;
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown, args?: ValidationArguments) => check.passes(value, args?.object ?? {}),
        defaultMessage: (args?: ValidationArguments) =>
          typeof message === 'string' ? message : message(args?.value),
      },
    },
    { context: { code: check.code }, ...(group === undefined ? { always: true } : { groups: [group] }) },
  );
}

/** Refuses text with NUL characters or lone surrogates: PostgreSQL takes neither, and no text has them. */
export function StorableText(): PropertyDecorator {
  return checkedBy('isStorable', {
    code: 'INVALID_STRING_FORMAT',
    passes: (value) => typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0')),
    message: 'Must not hold NUL characters or lone surrogates.',
  });
}
