/** The codes of a ValidationException's ErrorList, as AWS's API reference lists them. */
export type ViolationCode =
  | 'REQUIRED_FIELD_MISSING'
  | 'INVALID_ENUM_VALUE'
  | 'INVALID_STRING_FORMAT'
  | 'INVALID_VALUE'
  | 'NOT_ENOUGH_VALUES'
  | 'TOO_MANY_VALUES'
  | 'INVALID_RESOURCE_STATE'
  | 'DUPLICATE_KEY_VALUE'
  | 'VALUE_OUT_OF_RANGE'
  | 'ACTION_NOT_PERMITTED';

export type ViolationReason = 'REQUEST_VALIDATION_FAILED' | 'BUSINESS_VALIDATION_FAILED';

/** One entry of the ErrorList as it goes over the wire. The message never repeats the value at fault. */
export interface Violation {
  readonly FieldName: string;
  readonly Message: string;
  readonly Code: ViolationCode;
}

/** Gathers everything that is wrong with one request, so that one answer tells it all. */
export class Violations {
  readonly list: Violation[] = [];
  private fieldRuleBroken = false;

  /** A rule of one field alone is broken. */
  field(path: string, code: ViolationCode, message: string): void {
    this.fieldRuleBroken = true;
    this.list.push({ FieldName: path, Message: message, Code: code });
  }

  /** A rule that looks at several fields together is broken. */
  business(path: string, code: ViolationCode, message: string): void {
    this.list.push({ FieldName: path, Message: message, Code: code });
  }

  /** AWS looks at fields first: one broken field rule makes the whole answer REQUEST_VALIDATION_FAILED. */
  get reason(): ViolationReason {
    return this.fieldRuleBroken ? 'REQUEST_VALIDATION_FAILED' : 'BUSINESS_VALIDATION_FAILED';
  }
}
