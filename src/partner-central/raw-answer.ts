import { HttpResponse } from '@smithy/core/protocols';
import type { CreatedEngagement } from './attempt-outcome.js';
import { storable } from './redact.js';

/** What came over the wire, before the SDK has read it. */
export interface RawAnswer {
  /** Its text; empty as long as there is none. */
  body: string;
  status?: number;
}

/** A member of a JSON object; undefined of anything else. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** The answer over HTTP that made an error of the SDK's, where one came. */
export function answerOf(error: unknown): HttpResponse | undefined {
  const response =
    typeof error === 'object' && error !== null && '$response' in error ? error.$response : undefined;
  return HttpResponse.isInstance(response) ? response : undefined;
}

/** The id that AWS gave the request. @param told the SDK's output, or its error */
export function awsRequestIdOf(told: unknown): { awsRequestId?: string } {
  const requestId = memberOf(memberOf(told, '$metadata'), 'requestId');
  return typeof requestId === 'string' ? { awsRequestId: storable(requestId) } : {};
}

/**
 * What AWS says of an engagement that it has, in a form that can be kept.
 * @param answer the JSON of the answer's own text: `ModifiedAt` is kept as it stands there, nanoseconds and all
 */
export function createdEngagement(id: string, arn: string, answer: unknown): CreatedEngagement {
  const modifiedAt = rawModifiedAt(answer);
  return {
    id: storable(id),
    arn: storable(arn),
    ...(modifiedAt === undefined ? {} : { modifiedAt: storable(modifiedAt) }),
  };
}

/**
 * The engagement that an answer to CreateEngagement says was created, whatever else stands there: the SDK refuses the
 * whole of it for a `ModifiedAt` that is a number, or has no time zone.
 * @returns undefined where it names none
 */
export function engagementIn({ status, body }: RawAnswer): CreatedEngagement | undefined {
  const output = status === 200 ? parsed(body) : undefined;
  const id = memberOf(output, 'Id');
  const arn = memberOf(output, 'Arn');
  return typeof id === 'string' && id !== '' && typeof arn === 'string' && arn !== ''
    ? createdEngagement(id, arn, output)
    : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function rawModifiedAt(answer: unknown): string | undefined {
  const modifiedAt = memberOf(answer, 'ModifiedAt');
  switch (typeof modifiedAt) {
    case 'string':
      return modifiedAt;
    case 'number':
      return String(modifiedAt);
    default:
      return undefined;
  }
}
