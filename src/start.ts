import { processSettings } from './config/environment.js';
import type { Program, Settings } from './config/settings.js';
import { errorMessage } from './errors/error-message.js';

/** Starts a process with the settings of its environment, or ends it with the reason why it can't. */
export async function start(program: Program, run: (settings: Settings) => Promise<void>): Promise<void> {
  try {
    await run(processSettings(program));
  } catch (error) {
    process.stderr.write(`Partner Engagements can't start.\n${errorMessage(error)}\n`);
    process.exit(1);
  }
}
