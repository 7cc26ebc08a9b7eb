import { describe, expect, it } from '@jest/globals';
import { idOfApiKey, makeApiKey } from './api-key-text.js';

describe('an API key', () => {
  it('is found by the expression that the documentation gives to secret scanners', () => {
    for (let count = 0; count < 100; count += 1) {
      const { id, text } = makeApiKey();
      expect(text).toMatch(/^pek_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
      expect(idOfApiKey(text)).toBe(id);
    }
  });

  it('is another one each time', () => {
    const keys = Array.from({ length: 100 }, () => makeApiKey());
    expect(new Set(keys.map(({ text }) => text.slice(17))).size).toBe(100);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(100);
  });

  it('has the CRC-32 of what is before it at its end', () => {
    // By Python's zlib.crc32.
    expect(idOfApiKey(`pek_000000000000_${'0'.repeat(43)}1gB2f4`)).toBe('000000000000');
  });

  it.each([
    [
      'with a letter changed',
      (text: string) => text.slice(0, 20) + (text[20] === 'a' ? 'b' : 'a') + text.slice(21),
    ],
    ['with another id', (text: string) => `pek_AAAAAAAAAAAA${text.slice(16)}`],
    ['cut short', (text: string) => text.slice(0, -1)],
    ['with a line after it', (text: string) => `${text}\n`],
    ['of another kind', (text: string) => text.replace('pek_', 'pak_')],
    ['that is empty', () => ''],
  ])('%s is none', (_, change) => {
    expect(idOfApiKey(change(makeApiKey().text))).toBeUndefined();
  });
});
