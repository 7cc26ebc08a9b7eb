import type { CreatedEngagement } from './attempt-outcome.js';
import { storable } from './redact.js';

/** A member of a JSON object; undefined of anything else. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/**
 * What AWS says of an engagement that it has, in a form that can be kept.
 * @param body the answer's own text: `ModifiedAt` is kept as it stands there, nanoseconds and all
 */
export function createdEngagement(id: string, arn: string, body: string): CreatedEngagement {
  const modifiedAt = rawModifiedAt(body);
  return {
    id: storable(id),
    arn: storable(arn),
    ...(modifiedAt === undefined ? {} : { modifiedAt: storable(modifiedAt) }),
  };
}

function rawModifiedAt(body: string): string | undefined {
  const modifiedAt = memberOf(JSON.parse(body), 'ModifiedAt');
  switch (typeof modifiedAt) {
    case 'string':
      return modifiedAt;
    case 'number':
      return String(modifiedAt);
    default:
      return undefined;
  }
}
