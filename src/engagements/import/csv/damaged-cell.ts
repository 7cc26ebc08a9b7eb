/** How Excel saves a long number where its column is narrow or its format general: the digits are lost. */
const shortenedNumber = /^\d(?:[.,]\d+)?E\+\d{2,3}$/;

/** What it saves in place of a date or a time that its column was too narrow for. */
const tooNarrow = /^#{3,}$/;

/** What a formula comes to that can't be worked out, as a text does that begins with `=`, `+` or `-`. */
const formulaError = /^#(?:N\/A|NAME\?|REF!|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/;

/** Longer than any of them, so that nothing is spent on others. */
const LONGEST = 255;

/**
 * Whether a cell has what a spreadsheet made of a value, which is lost. As an id it would be that of many rows, and as
 * a name or a city it would be told to Partner Central.
 */
export function isDamaged(text: string): boolean {
  return (
    text.length <= LONGEST && [shortenedNumber, tooNarrow, formulaError].some((damage) => damage.test(text))
  );
}
