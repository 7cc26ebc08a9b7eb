import { describe, expect, it } from '@jest/globals';
import { isWebsiteUrl } from '../../partner-central/rules/formats.js';
import { nearestWebsite, websiteFault } from './website-fault.js';

const taken = (characters: string) => `Must have no ${characters}: Partner Central takes none in a website.`;
const scheme = 'Must begin with http://, https:// or the host itself.';
const dot = 'Must have a host with a dot, such as example.com.';
const user = 'Must have no user name or password (`…@`) before its host.';
const punycode =
  'Must have its host in punycode (xn--…): Partner Central takes no accented or non-Latin letters.';
const general = 'Must be a website such as example.com or https://www.example.com/path.';

describe('a website that is refused', () => {
  it.each([
    ['https://acme.com/x?a=1&b=2', taken('`&`'), 'https://acme.com/x'],
    ['acme.com?a=1&b=2', taken('`&`'), 'acme.com'],
    ['https://acme.com/#about', taken('`#`'), 'https://acme.com/'],
    ['https://acme.com/x?a=1#about', taken('`#`'), 'https://acme.com/x?a=1'],
    ['https://acme.com/a%20b', taken('`%`'), undefined],
    ['https://acme.com/~me', taken('`~`'), undefined],
    ["https://acme.com/o'neill", taken("`'`"), undefined],
    ['https://acme.com/"a"', taken('`"`'), undefined],
    ['https://acme.com/a!', taken('`!`'), undefined],
    ['https://acme.com/$1', taken('`$`'), undefined],
    ['https://acme.com/{a}', taken('`}`'), undefined],
    ['https://acme.com/a b', taken('blank'), undefined],
    ['https://acme.com/a\u00a0b', taken('blank'), undefined],
    ['https://acme.com/über', taken('accented or non-Latin letter'), undefined],
    ['https://acme.com/東京', taken('accented or non-Latin letter'), undefined],
    ['https://acme.com/a–b', taken('U+2013'), undefined],
    ['https://acme.com/a?b=%20&c=~#d', taken('`%`, `&`, `~` or `#`'), 'https://acme.com/a'],
    ['https://acme.com/!"$%&~', taken('`!`, `"`, `$`, `%` or `&`'), undefined],
    ['https://exämple.com/x', punycode, 'https://xn--exmple-cua.com/x'],
    ['HTTPS://BÜCHER.example', punycode, 'https://xn--bcher-kva.example'],
    ['例え.jp', punycode, 'xn--r8jz45g.jp'],
    ['exämple.com/?a=1&b=2', punycode, 'xn--exmple-cua.com/'],
    ['exämple.com:8080/x', punycode, 'xn--exmple-cua.com:8080/x'],
    ['exämple.com/ü', punycode, undefined],
    ['under_score.com', 'Must have no `_` in its host.', undefined],
    ['https://under_score.com/x', 'Must have no `_` in its host.', undefined],
    ['acme com', 'Must have no blank in its host.', undefined],
    ['acme.com & acme.de', 'Must have no blank or `&` in its host.', undefined],
    ['http://[::1]/', 'Must have no `[`, `:` or `]` in its host.', undefined],
    ['localhost', dot, undefined],
    ['http://localhost:3000', dot, undefined],
    ['n/a', dot, undefined],
    ['acme.', dot, undefined],
    ['.com', dot, undefined],
    ['https://', dot, undefined],
    ['https://www.', dot, undefined],
    ['ftp://acme.com', scheme, undefined],
    ['mailto:ada@acme.com', scheme, undefined],
    ['//acme.com', scheme, 'acme.com'],
    ['http:/acme.com', scheme, 'http://acme.com'],
    ['HTTPS:Acme.com/A', scheme, 'https://acme.com/A'],
    ['https://ada:secret@acme.com', user, undefined],
    ['ada@acme.com', user, undefined],
    ['a'.repeat(200_000), general, undefined],
    [`acme.com/${'&'.repeat(200_000)}`, general, undefined],
  ])('is told why: %.60s', (text, message, suggestion) => {
    expect(isWebsiteUrl(text)).toBe(false);
    expect([websiteFault(text), nearestWebsite(text)]).toEqual([message, suggestion]);
  });

  it('is told one character of each kind that Partner Central does not take', () => {
    const ascii = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
    const refused = ascii.filter((character) => !isWebsiteUrl(`acme.com/${character}`));

    expect(refused.join('')).toBe(' !"#$%&\'}~');
    for (const character of refused.slice(1)) {
      expect(websiteFault(`acme.com/${character}`)).toContain(`\`${character}\``);
    }
  });
});
