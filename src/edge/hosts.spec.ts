import { describe, expect, it } from '@jest/globals';
import { hostOf, hostRule } from './hosts.js';

describe('the host of a header', () => {
  it.each([
    ['api.example.com', 'api.example.com'],
    ['api.example.com:8443', 'api.example.com'],
    ['api.example.com:', 'api.example.com'],
    ['API.Example.COM.', 'api.example.com'],
    ['api.example.com.:443', 'api.example.com'],
    ['127.0.0.1:3000', '127.0.0.1'],
    ['[::1]:3000', '[::1]'],
    ['[0:0:0:0:0:0:0:1]', '[::1]'],
    ['[::FFFF:127.0.0.1]', '[::ffff:7f00:1]'],
  ])('%s is %s', (header, host) => {
    expect(hostOf(header)).toBe(host);
  });

  it.each([
    '',
    ':3000',
    '.',
    'a..b',
    'a b',
    'a,b',
    'a/b',
    'user@a',
    'a?b',
    'a#b',
    '[::1',
    '[]',
    '[::1]x',
    '::1',
    'a:b',
    'a:123456',
    'a\\b',
    'a%2eb',
    '[:::]',
  ])('"%s" is none', (header) => {
    expect(hostOf(header)).toBeUndefined();
  });
});

describe('the hosts that requests may name', () => {
  const ruleOf = (host: string, allowedHosts: string[] = []) =>
    hostRule({ host, http: { allowedHosts, corsOrigins: [] } });

  it('are loopback, whatever is set', () => {
    const isOurs = ruleOf('0.0.0.0');

    expect(['localhost', '127.0.0.1', '127.9.9.9', '[::1]'].map(isOurs)).toEqual([true, true, true, true]);
    expect(['localhost.evil.example', '127.0.0.1.evil.example', 'evil.example'].map(isOurs)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('are the one that the server listens on, if it is one', () => {
    expect(ruleOf('10.0.0.5')('10.0.0.5')).toBe(true);
    expect(ruleOf('fd00::5')('[fd00::5]')).toBe(true);
    expect(ruleOf('Api.internal')('api.internal')).toBe(true);
    expect(ruleOf('0.0.0.0')('0.0.0.0')).toBe(false);
    expect(ruleOf('::')('[::]')).toBe(false);
  });

  it('are those that are allowed', () => {
    const isOurs = ruleOf('0.0.0.0', ['api.example.com', '[fd00::1]']);

    expect(['api.example.com', '[fd00::1]', 'example.com'].map(isOurs)).toEqual([true, true, false]);
  });
});
