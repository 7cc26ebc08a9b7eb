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
  await app.listen(settings.port, settings.host);
  app.get(Logger).log(`Listening on ${await app.getUrl()}`);
});
