import { processSettings } from './config/environment.js';
import type { Settings } from './config/settings.js';
import { errorMessage } from './errors/error-message.js';

const OLDEST_NODE = 24;

/** Starts a process with the settings of its environment, or ends it with the reason why it can't. */
export async function start(run: (settings: Settings) => Promise<void>): Promise<void> {
  try {
    if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
      throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
    }
    await run(processSettings());
  } catch (error) {
    process.stderr.write(`Partner Engagements can't start.\n${errorMessage(error)}\n`);
    process.exit(1);
  }
}
