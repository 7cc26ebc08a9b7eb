/**
 * Folds the letters A–Z only. `toLowerCase` would also turn a Kelvin sign into a k: a guess about what was meant.
 */
export function foldCase(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
