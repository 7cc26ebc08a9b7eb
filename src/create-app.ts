import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { configureApp, createAdapter, type FurtherDocument } from './configure-app.js';
import type { Settings } from './config/settings.js';
import { OperationsServer } from './health/operations-server.js';

/**
 * The API, ready to listen. It connects to Postgres and AWS only when a request needs them. What `METRICS_PORT` serves is
 * there already.
 * @param options.furtherDocuments what Swagger UI offers to choose besides the API's own document.
 */
export async function createApp(
  settings: Settings,
  options: { furtherDocuments?: readonly FurtherDocument[] } = {},
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings),
    createAdapter(settings, options.furtherDocuments),
    {
      bodyParser: false,
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  configureApp(app, options.furtherDocuments);
  if (settings.metricsPort !== undefined) {
    await app
      .get(OperationsServer, { strict: false })
      .listen('METRICS_PORT', settings.metricsPort, settings.host);
  }
  return app;
}
