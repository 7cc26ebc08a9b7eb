import { type Violations } from '../rules/violation.js';
import { type JsonObject } from './json.js';

/** Where an answer has an exception's name: AWS JSON lets a service choose, and a caller has to look in both. */
export const namePlaces = ['both', 'header', 'body'] as const;

export type NamePlace = (typeof namePlaces)[number];

interface ErrorForm {
  /** What a `Retry-After` header says; missing, there is none. */
  readonly retryAfterSeconds?: number;
  /** Missing: both. */
  readonly nameIn?: NamePlace;
}

/** An exception of the AWS wire: its name, its text and whatever members it carries beside. */
export class WireError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly members: JsonObject = {},
    readonly form: ErrorForm = {},
  ) {
    super(message);
  }

  /** Every exception is HTTP 400 but InternalServerException. */
  get status(): 400 | 500 {
    return this.name === 'InternalServerException' ? 500 : 400;
  }
}

/** A ValidationException that tells every violation, and no value of the request. */
export function validationError({ list, reason }: Violations): WireError {
  const [first] = list;
  const rest = list.length > 1 ? ` And ${list.length - 1} more.` : '';
  return new WireError('ValidationException', `The request is not valid: ${first?.Message ?? ''}${rest}`, {
    Reason: reason,
    ErrorList: list,
  });
}
