import './typescript-hooks.mjs';

/**
 * Builds what tests start as processes, starts the one PostgreSQL of a test run, migrates the template that each test
 * database is cloned from, and offers the processes that run APIs.
 * Workers are started afterwards and inherit the environment, which is how they learn of it.
 */
export default async function globalSetup(): Promise<void> {
  // Only now: a static import would be resolved before the hooks are there.
  const { startTestRun } = await import('./test-run.js');
  await startTestRun();
}
