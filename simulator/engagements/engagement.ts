import { randomInt } from 'node:crypto';

import { type JsonObject } from '../wire/json.js';

/** The AWS account that every caller of the simulator is: AWS's own example account. */
export const simulatedAccount = '111122223333';

/** One engagement as the simulator keeps it. */
export interface Engagement {
  readonly id: string;
  readonly arn: string;
  readonly catalog: string;
  readonly clientToken: string;
  /** The CreateEngagement body as received. */
  readonly request: JsonObject;
  /** With nanoseconds, such as `2025-12-15T19:58:11.520786314Z`. */
  readonly modifiedAt: string;
}

const idCharacters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `eng-` and 14 random characters of `[0-9a-z]`. */
export function newEngagementId(): string {
  let id = 'eng-';
  for (let index = 0; index < 14; index += 1) {
    id += idCharacters.charAt(randomInt(idCharacters.length));
  }
  return id;
}

/** An engagement's Arn in the form seen in AWS's examples. */
export function engagementArn(catalog: string, id: string): string {
  return `arn:aws:partnercentral:us-east-1::catalog/${catalog}/engagement/${id}`;
}

/** A clock whose every reading is a later one, in AWS's notation with nine decimals. */
export class NanosecondClock {
  private last = 0n;

  now(): string {
    // The wall clock has milliseconds; the digits below come from the timer, so that they look like AWS's.
    const reading = BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n);
    this.last = reading > this.last ? reading : this.last + 1n;
    const seconds = new Date(Number(this.last / 1_000_000n)).toISOString().slice(0, 19);
    const decimals = (this.last % 1_000_000_000n).toString().padStart(9, '0');
    return `${seconds}.${decimals}Z`;
  }
}
