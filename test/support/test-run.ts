import { serveApiHosts } from './api-hosts.js';
import { buildPrograms } from './build-programs.js';
import { startRunGuard } from './run-guard.js';
import { startTestServer, stopTestServer } from './test-server.js';

const stops: (() => void | Promise<void>)[] = [];

/** What a run of Jest needs, beside its workers. */
export async function startTestRun(): Promise<void> {
  await buildPrograms();
  await startTestServer();
  stops.push(stopTestServer);
  // After PostgreSQL, which has a guard of its own that deletes its files too.
  stops.push(startRunGuard());
  stops.push(await serveApiHosts());
}

/** In the opposite order. */
export async function stopTestRun(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) {
    await stop();
  }
}
