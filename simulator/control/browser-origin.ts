const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a browser's `Origin` is a page of this machine. Others must be kept out: the browser of somebody who runs
 * a simulator would otherwise let any website script it.
 */
export function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url?.protocol === 'http:' && url.origin === origin && loopback.has(url.hostname);
}
