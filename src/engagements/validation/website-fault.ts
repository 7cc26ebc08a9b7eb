import { domainToASCII } from 'node:url';
import { isWebsiteUrl } from '../../partner-central/rules/formats.js';

/** Longer than any website may be: where such a one is at fault its length is, too. */
const LONGEST = 1000;

/** As many as a message can name. */
const MOST_NAMED = 5;

const GENERAL = 'Must be a website such as example.com or https://www.example.com/path.';

interface Parts {
  /** With its slashes; empty where there is none. */
  readonly scheme: string;
  /** Without the port. */
  readonly host: string;
  readonly userInfo: string;
  /** What follows the host, from its port on. */
  readonly rest: string;
}

/** With too few slashes too. What else stands before a colon is a host, and behind it a port. */
const schemes = /^(?:[a-z][a-z0-9+.-]{0,20}:\/{1,2}|(?:https?|mailto):|\/\/)/i;

function partsOf(value: string): Parts {
  const scheme = schemes.exec(value)?.[0] ?? '';
  const others = value.slice(scheme.length);
  const end = others.search(/[/?#]/);
  const authority = end === -1 ? others : others.slice(0, end);
  const at = authority.lastIndexOf('@');
  const hostAndPort = authority.slice(at + 1);
  const port = hostAndPort.search(/:\d{0,5}$/);
  const host = port === -1 ? hostAndPort : hostAndPort.slice(0, port);
  return {
    scheme,
    userInfo: authority.slice(0, at + 1),
    host,
    rest: others.slice(at + 1 + host.length),
  };
}

/**
 * What is wrong with a website that Partner Central's pattern refuses, in words that name the characters which are there
 * and may not be.
 */
export function websiteFault(value: string): string {
  if (value.length > LONGEST) {
    return GENERAL;
  }
  const { scheme, userInfo, host, rest } = partsOf(value);
  if (scheme !== '' && !/^https?:\/\/$/i.test(scheme)) {
    return 'Must begin with http://, https:// or the host itself.';
  }
  if (userInfo !== '') {
    return 'Must have no user name or password (`…@`) before its host.';
  }
  return hostFault(host) ?? refused(rest) ?? GENERAL;
}

function hostFault(host: string): string | undefined {
  if (!isAscii(host) && punycode(host) !== undefined) {
    return 'Must have its host in punycode (xn--…): Partner Central takes no accented or non-Latin letters.';
  }
  // Partner Central looks at the first label alone so closely; behind the dot it takes what it takes in a path.
  const [first = '', ...others] = host.replace(/^www\.(?=.)/i, '').split('.');
  const unfit = named(first, /[^A-Za-z0-9-]/gu) ?? refusedIn(others.join('.'));
  if (unfit !== undefined) {
    return `Must have no ${unfit} in its host.`;
  }
  if (first === '' || others.join('.') === '') {
    return 'Must have a host with a dot, such as example.com.';
  }
  return undefined;
}

function refused(text: string): string | undefined {
  const unfit = refusedIn(text);
  return unfit === undefined ? undefined : `Must have no ${unfit}: Partner Central takes none in a website.`;
}

/** Partner Central takes the characters from `(` to `|`. */
const refusedIn = (text: string) => named(text, /[^(-|]/gu);

/** The characters of a text that are found, each once: "`&` or blank". */
function named(text: string, found: RegExp): string | undefined {
  const names = [...new Set((text.match(found) ?? []).map(nameOf))].slice(0, MOST_NAMED);
  const last = names.pop();
  return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}

function nameOf(character: string): string {
  if (/\p{Z}/u.test(character)) {
    return 'blank';
  }
  if (/[\p{L}\p{M}]/u.test(character)) {
    return 'accented or non-Latin letter';
  }
  return /[!-~]/.test(character)
    ? `\`${character}\``
    : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The website nearest to one that is refused and that is taken: its host in punycode, without query and fragment. */
export function nearestWebsite(value: string): string | undefined {
  if (value.length > LONGEST) {
    return undefined;
  }
  const { scheme, userInfo, host, rest } = partsOf(value);
  const ascii = punycode(host);
  if (userInfo !== '' || ascii === undefined || !/^(?:https?:\/{0,2}|\/\/)?$/i.test(scheme)) {
    return undefined;
  }
  const start = `${/^https?/i.exec(scheme)?.[0].toLowerCase().concat('://') ?? ''}${ascii}`;
  return [rest, rest.replace(/#.*$/s, ''), rest.replace(/[?#].*$/s, '')]
    .map((end) => `${start}${end}`)
    .find((one) => one !== value && isWebsiteUrl(one));
}

/** A host in ASCII and lower case, as DNS is asked for it; undefined for one that can't be written so. */
function punycode(host: string): string | undefined {
  // Of ASCII it would make more: `1.2` is 1.0.0.2 to a browser.
  const ascii = isAscii(host) ? host.toLowerCase() : domainToASCII(host);
  return ascii === '' ? undefined : ascii;
}

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);
