import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './start-error.js';

const loopback = '127.0.0.1';

/** A port of 127.0.0.1 that nothing listens on. */
export function freePort(): Promise<number> {
  return listenOnce(0, loopback);
}

/**
 * Looks whether a port can be listened on, before anything is started that would have to be stopped again.
 * @param setting the environment variable that it comes from.
 * @throws StartError naming the setting to change.
 */
export async function checkPort(setting: string, port: number, host = loopback): Promise<void> {
  try {
    await listenOnce(port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const problem = code === 'EADDRINUSE' ? 'is taken' : `can't be used (${String(code)})`;
    throw new StartError(
      `Port ${port} on ${host} ${problem}: set ${setting} to another one, or to 0 for any free one.`,
      {
        cause: error,
      },
    );
  }
}

async function listenOnce(wanted: number, host: string): Promise<number> {
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
