import 'reflect-metadata';
import { processSettings } from './config/environment.js';
import { createApp } from './create-app.js';
import { errorMessage } from './errors/error-message.js';

const OLDEST_NODE = 22;

/** The API alone, for deployment. */
async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
  }
  const settings = processSettings();
  const app = await createApp(settings);
  await app.listen(settings.port, settings.host);
}

main().catch((error: unknown) => {
  process.stderr.write(`Partner Engagements can't start.\n${errorMessage(error)}\n`);
  process.exit(1);
});
