import type { KnownValue } from './known-value.js';

/** A part of a text that is left out, and what is said of it. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** Where a value begins whose first word is at `start`: with the signs before it, where the text has them too. */
export function startOf(text: string, { lead }: Pick<KnownValue, 'lead'>, start: number): number {
  return text.startsWith(lead, start - lead.length) ? Math.max(0, start - lead.length) : start;
}
