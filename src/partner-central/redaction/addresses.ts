import type { Place } from './place.js';
import type { SensitiveValue } from './sensitive-values.js';

/** The addresses of a request by which one is known that AWS spells in another way, or cuts off. */
export interface KnownAddresses {
  readonly emails: ReadonlySet<string>;
  /** What stands before their `@`. */
  readonly locals: ReadonlySet<string>;
  /** The digits of phone numbers, and of their parts by which one is known all the same. */
  readonly phones: ReadonlySet<string>;
  /** The first digits of all of `phones`. */
  readonly phoneStarts: ReadonlySet<string>;
}

/** Fewer digits are no number that anybody can be called at. */
const MIN_DIGITS = 7;

/** The longest number, its country's code and an extension included. */
const MAX_DIGITS = 24;

export function knownAddresses(values: readonly SensitiveValue[]): KnownAddresses {
  const emails = textsOf(values, 'email').map((email) => email.toLowerCase());
  const phones = textsOf(values, 'phone').flatMap(partsOfNumber);
  return {
    emails: new Set(emails),
    locals: new Set(emails.map((email) => email.slice(0, Math.max(0, email.lastIndexOf('@'))))),
    phones: new Set(phones),
    phoneStarts: new Set(phones.map((digits) => digits.slice(0, MIN_DIGITS))),
  };
}

const textsOf = (values: readonly SensitiveValue[], wanted: string): string[] =>
  values.filter(({ label }) => label === wanted).map(({ text }) => text);

const digitsOf = (text: string) => text.replace('(0)', '').replaceAll(/\D/g, '').replace(/^0+/, '');

/** A number, without its country's code too, and cut off. */
function partsOfNumber(phone: string): string[] {
  const digits = digitsOf(phone).slice(0, MAX_DIGITS);
  const parts: string[] = [];
  for (let length = MIN_DIGITS; length <= digits.length; length += 1) {
    parts.push(digits.slice(0, length), digits.slice(-length));
  }
  return parts;
}

export function addressPlaces(text: string, known: KnownAddresses): Place[] {
  return [...emailPlaces(text, known), ...phonePlaces(text, known)];
}

const at = /@|%40/g;
const addressCharacter = /[\p{L}\p{N}\p{M}!#$%&'*+?^_{}~.-]/u;

/** AWS's own addresses, at which it can be asked for help. */
const awsDomain = /(?:^|\.)(?:amazon|amazonaws|aws)\.[a-z.]{2,6}$/;

/** Anything that looks like an email address, whoever's it is, but AWS's own. */
function* emailPlaces(text: string, { emails, locals }: KnownAddresses): Generator<Place> {
  let done = 0;
  for (const { 0: sign, index } of text.matchAll(at)) {
    const start = addressStart(text, index, done);
    const end = addressEnd(text, index + sign.length);
    const local = text.slice(start, index).toLowerCase();
    const domain = text.slice(index + sign.length, end).toLowerCase();
    const isOurs = locals.has(local) || emails.has(`${local}@${domain}`);
    const isAddress = /\p{L}\.\p{L}{2,}/u.test(domain) && !awsDomain.test(domain);
    if (local !== '' && (isOurs || isAddress)) {
      yield { start, end, label: 'email' };
    }
    done = Math.max(done, end);
  }
}

function addressStart(text: string, index: number, done: number): number {
  let start = index;
  while (start > done && addressCharacter.test(text.charAt(start - 1))) {
    start -= 1;
  }
  while (start < index && /['.]/.test(text.charAt(start))) {
    start += 1;
  }
  return start;
}

function addressEnd(text: string, index: number): number {
  let end = index;
  while (end < text.length && /[\p{L}\p{N}.-]/u.test(text.charAt(end))) {
    end += 1;
  }
  while (end > index && /[.-]/.test(text.charAt(end - 1))) {
    end -= 1;
  }
  return end;
}

const numbers = /[+(]{0,2}\d[\d\s().\/-]*\d/g;

function* phonePlaces(text: string, known: KnownAddresses): Generator<Place> {
  for (const { 0: found, index } of known.phones.size === 0 ? [] : text.matchAll(numbers)) {
    yield* phonesAmong(found, index, known);
  }
}

interface Digits {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

/** The phone numbers in several groups of digits, which may be one number or more. */
function* phonesAmong(found: string, index: number, known: KnownAddresses): Generator<Place> {
  const groups = Array.from(found.matchAll(/([+(]{0,2})(\d+)/g), (group) => ({
    // As in +49 (0)89: a zero that nobody dials from abroad.
    digits: group[0] === '(0' ? '' : (group[2] ?? ''),
    start: group.index,
    end: group.index + group[0].length,
  }));
  for (let first = 0; first < groups.length; first += 1) {
    const last = lastOfPhone(groups, first, known);
    if (last !== undefined) {
      yield {
        start: index + (groups[first]?.start ?? 0),
        end: index + (groups[last]?.end ?? 0),
        label: 'phone',
      };
      first = last;
    }
  }
}

function lastOfPhone(
  groups: readonly Digits[],
  first: number,
  { phones, phoneStarts }: KnownAddresses,
): number | undefined {
  let digits = '';
  let found: number | undefined;
  for (let last = first; last < groups.length && digits.length <= MAX_DIGITS; last += 1) {
    digits = `${digits}${groups[last]?.digits ?? ''}`.replace(/^0+/, '');
    if (phones.has(digits)) {
      found = last;
    } else if (digits.length >= MIN_DIGITS && !phoneStarts.has(digits.slice(0, MIN_DIGITS))) {
      break;
    }
  }
  return found;
}
