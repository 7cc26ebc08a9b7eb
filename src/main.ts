import './require-node.js';
import 'reflect-metadata';
import { Logger } from 'nestjs-pino';
import { createApp } from './create-app.js';
import { start } from './start.js';
import { stopOnSignal } from './stop-on-signal.js';

/** The API alone, for deployment: `npm run start:prod`. */
await start('api', async (settings) => {
  const app = await createApp(settings);
  stopOnSignal(app, { delayMs: settings.shutdownDelayMs, server: app.getHttpServer() });
  try {
    await app.listen(settings.port, settings.host);
  } catch (error) {
    // Its worker may have begun an attempt, which would be lost.
    await app.close();
    throw error;
  }
  app.get(Logger).log(`Listening on ${await app.getUrl()}`);
});
