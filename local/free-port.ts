import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that nothing listens on.
 * @param wanted this very one; 0 or missing: any.
 * @throws Node's own error (`EADDRINUSE`, …) when the wanted one is taken.
 */
export async function freePort(wanted = 0, host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(wanted, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('A TCP server has an address and a port.');
  }
  return address.port;
}
