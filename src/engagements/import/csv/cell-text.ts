import { trimText } from '../../reading/trim-text.js';

/** How exports keep a spreadsheet from making a number of a text: `="02134"`. */
const keptAsText = /^="([^"]*)"$/;

/** How exports keep a spreadsheet from taking a text for a formula: `'+1 206 555 0100`. (So says OWASP, for one.) */
const keptFromFormulas = /^'[=+\-@]/;

/**
 * What a cell says, without what is there for the sake of spreadsheets, and without blanks and invisible marks at its
 * ends. Any other apostrophe is a letter of a name (`'t Hooft`).
 */
export function cellText(cell: string): string {
  const text = trimText(cell);
  const [, kept] = keptAsText.exec(text) ?? [];
  if (kept !== undefined) {
    return trimText(kept);
  }
  return keptFromFormulas.test(text) ? text.slice(1) : text;
}
