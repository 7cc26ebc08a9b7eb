/** Words that say nothing by which a name could be told from another: an `&`, a `/` or a comma says `and` as well. */
const fillers: ReadonlySet<string> = new Set(['and', 'the']);

/** All words of a name in lower case, without accents and punctuation: `d’Ivoire` is one, `useCase` two, `U.S.` one. */
function allWords(name: string): string[] {
  return (
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
      .replace(/['’ʼ`´]/g, '')
      // After a single letter a full stop shortens: with the next one it is a word, as in U.S.
      .replace(/(?<!\p{L})(\p{L})\./gu, '$1')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '')
  );
}

/** In UTF-16 units: longer than any name that there is, so that nothing is near a longer text, and to look would cost. */
export const LONGEST_NAME = 100;

/**
 * The words that tell a name from others, in lower case, without accents and punctuation: `Software & Internet` and
 * `software and internet` have the same. Its cost grows with the name: look at the length first.
 */
export function nameWords(name: string): string[] {
  return allWords(name).filter((word) => !fillers.has(word));
}

/** What two names have in common that are one but for letter case, accents, punctuation, blanks and fillers. */
export function nameKey(name: string): string {
  return nameWords(name).join('');
}

/** The keys under which a name is found: with fillers too, as they can't be told where all is written as one word. */
export function nameKeys(name: string): string[] {
  return [nameKey(name), allWords(name).join('')];
}
