import { type IncomingMessage } from 'node:http';

const hostHeader = /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(?::\d{0,5})?$/i;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);

/**
 * Whether a request names a host that the simulator goes by: this machine's, or an allowed one. Else a web page could
 * have its own name lead here for a moment (DNS rebinding), and its browser would take what it reads for its own.
 * @param allowed in lower case, without ports; IPv6 addresses in brackets
 */
export function namesKnownHost(
  { headers, rawHeaders }: IncomingMessage,
  allowed: readonly string[],
): boolean {
  const [, host] = hostHeader.exec(headers.host ?? '') ?? [];
  const isOnlyOne = rawHeaders.filter((text, index) => index % 2 === 0 && /^host$/i.test(text)).length === 1;
  const name = host === undefined ? '' : (URL.parse(`http://${host}`)?.hostname ?? '').replace(/\.$/, '');
  return isOnlyOne && (loopback.test(name) || (allowed.includes(name) && !wildcards.has(name)));
}
