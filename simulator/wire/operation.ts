import { WireError } from './wire-error.js';

/** The operations of AWSPartnerCentralSelling that the simulator has. */
export const operations = ['CreateEngagement', 'GetEngagement', 'ListEngagements'] as const;

export type Operation = (typeof operations)[number];

const targetPrefix = 'AWSPartnerCentralSelling.';

/**
 * The operation that an X-Amz-Target header names.
 * @throws WireError UnknownOperationException.
 */
export function operationOf(target: string | undefined): Operation {
  const operation = operations.find((name) => target === targetPrefix + name);
  if (operation === undefined) {
    throw new WireError(
      'UnknownOperationException',
      `X-Amz-Target must be one of ${operations.map((name) => targetPrefix + name).join(', ')}.`,
    );
  }
  return operation;
}
