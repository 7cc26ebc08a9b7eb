import { LONGEST_NAME, nameKey, nameKeys } from '../../errors/name-words.js';
import { withDirection } from './directions.js';
import { type Named, nearestNamed } from '../../errors/nearest.js';
import { countries, vagueCountryNames } from '../../partner-central/rules/country-names.js';
import { isPlainLine } from '../../partner-central/rules/text-lines.js';
import { foldCase } from './fold-case.js';
import { trimText } from './trim-text.js';

/** As they are written mostly, too: what is needs no folding. */
const codes = new Map(
  countries
    .filter(({ isListed }) => isListed)
    .flatMap(({ code, alpha3 }) =>
      [code, alpha3].flatMap((one) =>
        one === undefined ? [] : [one, foldCase(one)].map((key) => [key, code] as const),
      ),
    ),
);

/** Undefined is the code of a name that two countries have, or one that Partner Central does not list. */
const names = new Map<string, string | undefined>();
for (const { code, names: ofCountry, isListed } of countries) {
  for (const key of new Set(ofCountry.flatMap(spellings).flatMap(countryKeys))) {
    names.set(key, names.has(key) || !isListed ? undefined : code);
  }
}

const candidates: readonly Named[] = [
  ...countries.flatMap(({ code, names: ofCountry, isListed }) =>
    ofCountry
      .filter((name) => !Object.hasOwn(vagueCountryNames, name))
      .map((name) => ({ name: inFull(name), value: isListed ? code : undefined })),
  ),
  ...Object.entries(vagueCountryNames).map(([name, value]) => ({ name, value })),
];

/**
 * The alpha-2 code of the country that a text names by its alpha-2 or alpha-3 code or in English, whatever its letter
 * case, accents and punctuation, or in several of these ways. Undefined for what is no country, or could be two.
 */
export function readCountry(text: string): string | undefined {
  return codes.get(text) ?? readTrimmed(trimText(text));
}

function readTrimmed(text: string): string | undefined {
  return readName(text) ?? (text.length > LONGEST_NAME ? undefined : readParts(text));
}

/** What stands between a name and a code, as lists to choose from have them. */
const betweenParts = /\s*[()[\]/|:;,]\s*|\s+[-–—]\s+/;

/** `United States (US)`, `DE - Germany`, `UK / United Kingdom`: each part names the same country. */
function readParts(text: string): string | undefined {
  const [country, ...others] = namedByParts(text);
  return others.length === 0 ? country : undefined;
}

/** What the parts of a text name, each once; undefined for those that name nothing. */
function namedByParts(text: string): ReadonlySet<string | undefined> {
  const parts = text.split(betweenParts).filter((part) => part !== '');
  return new Set(parts.map(readName));
}

function readName(name: string): string | undefined {
  return (
    codes.get(foldedCode(name)) ??
    (name.length > LONGEST_NAME || !isPlainLine(name) ? undefined : countryOf(name))
  );
}

/** The code of the country whose name a text is near to; undefined where it names two, as `Georgia, US` does. */
export function nearestCountry(text: string): string | undefined {
  return text.length > LONGEST_NAME || namesTwo(text) ? undefined : nearestNamed(inFull(text), candidates);
}

function namesTwo(text: string): boolean {
  return [...namedByParts(text)].filter((country) => country !== undefined).length > 1;
}

/** Of a few letters only: what is longer is no code. */
const foldedCode = (text: string) => (text.length > 3 ? '' : foldCase(text));

function countryOf(name: string): string | undefined {
  for (const key of spellings(name).map(countryKey)) {
    if (names.has(key)) {
      return names.get(key);
    }
  }
  return ofTitle(countryKey(name));
}

/** A state's title before a name. "Republic of China" is Taiwan, and "State of Georgia" none at all. */
const titles = ['federalrepublicof', 'republicof', 'kingdomof'];

function ofTitle(key: string): string | undefined {
  const title = titles.find((one) => key.startsWith(one));
  const country = title === undefined ? undefined : names.get(key.slice(title.length));
  return country === 'CN' ? undefined : country;
}

/** As it stands, and with what follows a comma or stands in brackets first: "Korea, Republic of", "Bahamas (the)". */
function spellings(name: string): string[] {
  const at = name.search(/[,(]/);
  return at === -1 ? [name] : [name, `${name.slice(at + 1)} ${name.slice(0, at)}`];
}

function countryKey(name: string): string {
  return nameKey(inFull(name));
}

function countryKeys(name: string): string[] {
  return nameKeys(inFull(name));
}

function inFull(name: string): string {
  return withDirection(name).replace(/\bst\b/gi, 'saint');
}
