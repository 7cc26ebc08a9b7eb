import './typescript-hooks.mjs';

/** Stops the PostgreSQL of the test run and deletes its files, or drops the template on a server of your own. */
export default async function globalTeardown(): Promise<void> {
  const { stopTestServer } = await import('./test-server.js');
  await stopTestServer();
}
