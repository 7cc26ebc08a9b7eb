import './typescript-hooks.mjs';

/** Stops what the global setup has started, and deletes its files. */
export default async function globalTeardown(): Promise<void> {
  const { stopTestRun } = await import('./test-run.js');
  await stopTestRun();
}
