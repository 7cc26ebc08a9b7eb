import './require-node.js';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { OperationsServer } from './health/operations-server.js';
import { start } from './start.js';
import { stopOnSignal } from './stop-on-signal.js';

/** A worker alone, which runs submissions; over HTTP it has its health and metrics only: `npm run start:worker`. */
await start('worker', async (settings) => {
  const submission = { ...settings.submission, worker: true };
  const app = await NestFactory.createApplicationContext(AppModule.with({ ...settings, submission }), {
    bufferLogs: true,
    abortOnError: false,
  });
  const logger = app.get(Logger);
  app.useLogger(logger);
  stopOnSignal(app, { delayMs: settings.shutdownDelayMs });
  if (settings.healthPort !== undefined) {
    try {
      await app
        .get(OperationsServer, { strict: false })
        .listen('HEALTH_PORT', settings.healthPort, settings.host);
    } catch (error) {
      // It may have begun an attempt, which would be lost.
      await app.close();
      throw error;
    }
  }
  logger.log('The worker has started');
});
