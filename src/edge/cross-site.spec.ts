import { describe, expect, it } from '@jest/globals';
import { isCrossSite, type Provenance } from './cross-site.js';

const post: Provenance = {
  method: 'POST',
  origin: undefined,
  site: undefined,
  host: 'api.example.com',
  protocol: undefined,
};
const allowed = new Set(['https://crm.example.com']);

describe('a request that changes something', () => {
  it.each<[string, Partial<Provenance>]>([
    ['no browser', {}],
    ['a page of ours', { origin: 'http://api.example.com', site: 'same-origin' }],
    ['a page of ours, behind TLS', { origin: 'https://api.example.com', site: 'same-origin' }],
    [
      'a page of ours, behind TLS that a proxy tells of',
      { origin: 'https://api.example.com', protocol: 'https' },
    ],
    ['a page of ours on its usual port', { origin: 'https://api.example.com', host: 'api.example.com:443' }],
    ['a page of ours on a port', { origin: 'http://localhost:3000', host: 'localhost:3000' }],
    ['a page of ours at an address', { origin: 'http://[::1]:3000', host: '[::1]:3000' }],
    ['a page of ours, in other letters', { origin: 'http://api.example.com', host: 'API.Example.com' }],
    ['a page of ours in an old browser', { origin: 'http://api.example.com' }],
    ['the address bar', { site: 'none' }],
    ['a page of an allowed origin', { origin: 'https://crm.example.com', site: 'same-site' }],
    [
      'a page of an allowed origin on another site',
      { origin: 'https://crm.example.com', site: 'cross-site' },
    ],
  ])('of %s passes', (_, given) => {
    expect(isCrossSite({ ...post, ...given }, allowed)).toBe(false);
  });

  it.each<[string, Partial<Provenance>]>([
    ['another site', { origin: 'https://evil.example', site: 'cross-site' }],
    ['another site that hides its origin', { site: 'cross-site' }],
    ['another part of our site', { site: 'same-site' }],
    ['a site that a browser of tomorrow tells of', { site: 'something-new' }],
    ['another site in an old browser', { origin: 'https://evil.example' }],
    ['no origin at all', { origin: 'null' }],
    ['no origin at all, at the same site', { origin: 'null', site: 'same-origin' }],
    ['another port', { origin: 'http://api.example.com:8080' }],
    ['a part of our host', { origin: 'https://sub.api.example.com' }],
    ['a host that begins as ours', { origin: 'https://api.example.com.evil.example' }],
    ['our host in the wrong place', { origin: 'https://evil.example/api.example.com' }],
    ['two origins', { origin: 'http://api.example.com, https://evil.example' }],
    ['an origin with a path', { origin: 'http://api.example.com/' }],
    ['an unencrypted page of an encrypted host', { origin: 'http://api.example.com', protocol: 'https' }],
    ['an origin that differs from an allowed one in its scheme', { origin: 'http://crm.example.com' }],
    ['something that is no origin', { origin: 'x' }],
    ['an extension', { origin: 'chrome-extension://abcdef' }],
  ])('of %s is refused', (_, given) => {
    expect(isCrossSite({ ...post, ...given }, allowed)).toBe(true);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'QUERY'])('is one of the method %s too', (method) => {
    expect(isCrossSite({ ...post, method, site: 'cross-site' }, allowed)).toBe(true);
  });
});

it.each(['GET', 'HEAD', 'OPTIONS'])(
  'a %s of another site passes: the browser keeps its answer from it',
  (method) => {
    expect(
      isCrossSite({ ...post, method, origin: 'https://evil.example', site: 'cross-site' }, allowed),
    ).toBe(false);
  },
);
