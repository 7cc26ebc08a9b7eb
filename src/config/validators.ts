import { isIP } from 'node:net';
import { makeValidator } from 'envalid';
import { awsRegions } from './aws-regions.js';
import type { AuthMethod, CatalogName, TrustedProxies } from './settings.js';

/** @returns a validator of whole numbers */
export const integer = (min: number, max: number) =>
  makeValidator((input: string) => {
    const value = Number(input);
    if (!/^\d+$/.test(input) || value < min || value > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return value;
  });

/** Hours, of which a part will do. */
export const hours = makeValidator((input: string) => {
  const value = Number(input);
  if (!/^\d+(\.\d+)?$/.test(input) || value > 8760) {
    throw new Error('must be a number of hours from 0 to 8760');
  }
  return value;
});

export const portNumber = integer(0, 65_535);

function catalogName(input: string): CatalogName {
  const name = input.trim();
  if (name !== 'AWS' && name !== 'Sandbox') {
    throw new Error('must be AWS or Sandbox');
  }
  return name;
}

export const catalog = makeValidator(catalogName);
export const catalogList = makeValidator((input: string): readonly CatalogName[] => {
  try {
    return [...new Set(input.split(',').map(catalogName))];
  } catch {
    throw new Error('must be Sandbox, AWS, or both with a comma between');
  }
});

export const region = makeValidator((input: string) => {
  if (!awsRegions.has(input)) {
    throw new Error('must be a region that AWS has; Partner Central is in us-east-1 only');
  }
  return input;
});

/** The name or address of a host, without a port. */
export const hostName = makeValidator((input: string) => {
  const isName = /^(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.?$/.test(input);
  if (!isName && isIP(input) === 0) {
    throw new Error('must be the name or address of a host, such as 127.0.0.1, without a port');
  }
  return input;
});

export const accountId = makeValidator((input: string) => {
  if (!/^\d{12}$/.test(input)) {
    throw new Error('must be the 12 digits of an AWS account');
  }
  return input;
});

/** A role of PostgreSQL, with its upper and lower case; quoted where it is used. `public` is everybody. */
export const roleName = makeValidator((input: string) => {
  if (!/^[\w$.@-]{1,63}$/.test(input) || input === 'public') {
    throw new Error('must be a role of PostgreSQL, of letters, digits and _ $ . @ -');
  }
  return input;
});

// `localhost:4010` is a URL too, of the scheme `localhost`: every call would fail, and leave its outcome unknown.
export const httpUrl = makeValidator((input: string) => {
  if (!/^https?:\/\//.test(input) || !URL.canParse(input)) {
    throw new Error('must be a URL such as http://127.0.0.1:4010');
  }
  return input;
});

/** Days, from one on. */
export const days = integer(1, 36_500);

/** Any text that has more than blanks. */
export const text = makeValidator((input: string) => {
  if (input.trim() === '' || input.trim() !== input) {
    throw new Error('must be a text that neither begins nor ends with a blank');
  }
  return input;
});

/** What nobody is to guess. */
export const secret = makeValidator((input: string) => {
  if (input.length < 32) {
    throw new Error('must have 32 characters at least');
  }
  return input;
});

const authMethodNames = ['api-key', 'oidc'] as const;

/** How callers may sign in; none at all where nobody does. */
export const authMethods = makeValidator((input: string): readonly AuthMethod[] => {
  if (input.trim() === 'none') {
    return [];
  }
  const names = input.split(',').map((name) => name.trim());
  const known = authMethodNames.filter((method) => names.includes(method));
  if (names.length !== known.length) {
    throw new Error('must be none, api-key, oidc, or api-key,oidc');
  }
  return known;
});

/** An issuer as its tokens name it: no query and no fragment (OpenID Connect Core, section 2); http on loopback only. */
export const issuerUrl = makeValidator((input: string) => {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  const isLoopback = url !== undefined && isLoopbackHost(url.hostname);
  if (
    url === undefined ||
    url.search !== '' ||
    url.hash !== '' ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))
  ) {
    throw new Error('must be a URL such as https://login.example.com, as its tokens name it in `iss`');
  }
  return input;
});

/** The name of a token's claim. */
export const claimName = makeValidator((input: string) => {
  if (!/^[\x21-\x7e]{1,200}$/.test(input)) {
    throw new Error('must be the name of a claim, without blanks');
  }
  return input;
});

/** Names of hosts, without ports, in lower case. */
export const hostList = makeValidator((input: string): readonly string[] => {
  const hosts = input.split(',').map((host) => host.trim().toLowerCase());
  if (
    !hosts.every((host) => URL.canParse(`http://${host}/`) && new URL(`http://${host}/`).hostname === host)
  ) {
    throw new Error('must be host names without ports, such as api.example.com, with commas between');
  }
  return hosts;
});

/** Origins of web pages (RFC 6454). */
export const originList = makeValidator((input: string): readonly string[] => {
  const origins = input.split(',').map((origin) => origin.trim());
  if (
    !origins.every(
      (origin) => /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin,
    )
  ) {
    throw new Error('must be origins such as https://crm.example.com, with commas between');
  }
  return origins;
});

/** The proxies whose `X-Forwarded-…` headers are believed: so many in front of us, or those at these addresses. */
export const proxies = makeValidator((input: string): TrustedProxies => {
  if (/^[1-9]$/.test(input)) {
    return Number(input);
  }
  const addresses = input.split(',').map((one) => one.trim());
  if (!addresses.every(isAddressRange)) {
    throw new Error(
      'must be a number of proxies from 1 to 9, or their addresses such as 10.0.0.0/8, with commas between',
    );
  }
  return addresses;
});

/** An address, or a range of them as `10.0.0.0/8`. */
function isAddressRange(range: string): boolean {
  const [address = '', length, ...more] = range.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    bits > 0 &&
    more.length === 0 &&
    (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits))
  );
}

/** Whether a name or address leads to this machine alone. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
