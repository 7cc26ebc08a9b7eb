/**
 * What can be wrong with a field, in the words of Partner Central's `ValidationExceptionErrorCode`, so that our
 * own findings and AWS's read alike.
 */
export const findingCodes = [
  'REQUIRED_FIELD_MISSING',
  'INVALID_ENUM_VALUE',
  'INVALID_STRING_FORMAT',
  'INVALID_VALUE',
  'NOT_ENOUGH_VALUES',
  'TOO_MANY_VALUES',
  'INVALID_RESOURCE_STATE',
  'DUPLICATE_KEY_VALUE',
  'VALUE_OUT_OF_RANGE',
  'ACTION_NOT_PERMITTED',
] as const;

export type FindingCode = (typeof findingCodes)[number];

/** One thing wrong with one field of the caller's request. */
export interface Finding {
  /** JSON Pointer (RFC 6901) into the caller's body; missing when the fault lies in a query parameter. */
  pointer?: string;
  /** The query parameter or header at fault. */
  parameter?: string;
  /** The column of a CSV at fault. */
  column?: string;
  code: FindingCode;
  message: string;
  /** What was probably meant, in the form in which it may be sent. Nothing is taken for it unasked. */
  suggestion?: string;
  /** AWS's own name for the field, where AWS found the fault. */
  awsField?: string;
  /** Who found the fault, where it was not this service. */
  source?: 'partner-central';
}

/** A suggestion as a finding has it, which has none where there is nothing to suggest. */
export const suggested = (suggestion: string | undefined): Pick<Finding, 'suggestion'> =>
  suggestion === undefined ? {} : { suggestion };
