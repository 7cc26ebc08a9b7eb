import './typescript-hooks.mjs';

/**
 * Starts the one PostgreSQL of a test run and migrates the template that each test database is cloned from.
 * Workers are started afterwards and inherit the environment, which is how they learn of it.
 */
export default async function globalSetup(): Promise<void> {
  // Only now: a static import would be resolved before the hooks are there.
  const { startTestServer } = await import('./test-server.js');
  await startTestServer();
}
