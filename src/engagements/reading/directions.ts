const directions: Readonly<Record<string, string>> = { n: 'north', s: 'south', e: 'east', w: 'west' };

/** A letter before a word of at least two: `U.S. Virgin Islands` and `S.A.` begin with none. */
const shortened = /^([nsew])\b\.?\s*(?=\p{L}{2})/iu;

/** A name that begins with a direction, with that in full: `N. Carolina` is North Carolina, and no other Carolina. */
export function withDirection(name: string): string {
  return name
    .trimStart()
    .replace(shortened, (_, letter: string) => `${directions[letter.toLowerCase()] ?? ''} `);
}
