/** A part of a text that is left out, and what is said of it. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}
