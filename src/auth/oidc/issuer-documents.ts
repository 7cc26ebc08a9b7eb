import { textIn } from '../../errors/failure-cause.js';

/** How long the issuer may take for one document, body included. */
const TIME_LIMIT_MS = 2000;

/** More than any issuer's keys take. */
const SIZE_LIMIT_BYTES = 512 * 1024;

/** What is wrong with an issuer that answers, in words for an operator. */
export class IssuerFault extends Error {
  override readonly name = 'IssuerFault';
}

/**
 * Fetches one of an issuer's JSON documents. No redirection is followed: what is asked for is at its own address.
 * @throws IssuerFault; `fetch`'s error where there is no answer
 */
export async function fetchDocument(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const answer = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
  if (answer.status !== 200 || answer.body === null) {
    await answer.body?.cancel();
    throw new IssuerFault(`${url} answers ${answer.status}: is OIDC_ISSUER right?`);
  }
  const body: AsyncIterable<Uint8Array> = answer.body;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > SIZE_LIMIT_BYTES) {
      throw new IssuerFault(`${url} is larger than any such document`);
    }
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new IssuerFault(`${url} is no JSON`);
  }
}

/**
 * Where an issuer says that its keys are. Source: OpenID Connect Discovery, section 4.
 * @throws IssuerFault; `fetch`'s error where there is no answer
 */
export async function discoverKeysUrl(issuer: string): Promise<string> {
  // Without the slash that the issuer may end with.
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = await fetchDocument(address);
  const about = typeof document === 'object' && document !== null ? document : {};
  const ownName = textIn(about, 'issuer');
  if (ownName !== issuer) {
    throw new IssuerFault(
      `it calls itself otherwise than OIDC_ISSUER does, to the letter: ${JSON.stringify(ownName ?? null).slice(0, 300)}`,
    );
  }
  const keysUrl = textIn(about, 'jwks_uri');
  if (keysUrl === undefined || !isAsSafe(keysUrl, issuer)) {
    throw new IssuerFault('it names no jwks_uri that can be used');
  }
  return keysUrl;
}

/** Keys that come without TLS could be anybody's, except on the loopback address of an issuer there. */
function isAsSafe(keysUrl: string, issuer: string): boolean {
  const keys = URL.parse(keysUrl);
  const own = new URL(issuer);
  return (
    keys?.protocol === 'https:' ||
    (keys?.protocol === 'http:' && own.protocol === 'http:' && keys.hostname === own.hostname)
  );
}
