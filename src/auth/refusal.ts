/**
 * Why a credential is not accepted, in a word for the operator's log. Whoever sent it is not told: that helps nobody but
 * who tries out credentials. docs/operations.md explains each.
 */
export interface Refusal {
  readonly refused: string;
}

export function refusal(refused: string): Refusal {
  return { refused };
}

/** It can't be read: nobody has made it so. */
export const malformed = refusal('malformed');
