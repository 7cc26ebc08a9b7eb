import 'reflect-metadata';
import { type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadSettings } from '../../src/config/load-settings.js';
import { createApp } from '../../src/create-app.js';
import { checkAnswers } from './check-answers.js';
import type { ApiOrder, HostAnswer, HostOrder } from './api-order.js';

/**
 * A process that runs the APIs of one of Jest's workers, each as `main.ts` does, on a port of its own. It does what
 * the process tells it that has started it, and ends with that.
 */
const apps = new Map<string, NestFastifyApplication>();

process.on('message', ({ id, order }: HostOrder) => {
  void carryOut(order).then(
    (url) => {
      answer({ id, url });
    },
    (error: unknown) => {
      answer({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  );
});
process.on('disconnect', () => process.exit());

function answer(message: HostAnswer): void {
  process.send?.(message);
}

async function carryOut(order: ApiOrder): Promise<string> {
  switch (order.do) {
    case 'start':
      return start(order.settings, order.simulatorDocument);
    case 'call':
      await call(running(order.url), order.provider, order.method);
      return order.url;
    case 'close':
      await running(order.url).close();
      apps.delete(order.url);
      return order.url;
  }
}

async function start(settings: NodeJS.ProcessEnv, simulatorDocument: string | undefined): Promise<string> {
  const app = await createApp(loadSettings(settings), {
    furtherDocuments: simulatorDocument === undefined ? [] : [{ name: 'Simulator', url: simulatorDocument }],
  });
  // What is printed fails the test that the API was started for.
  checkAnswers(app, (fault) => process.stderr.write(fault));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  apps.set(url, app);
  return url;
}

function running(url: string): NestFastifyApplication {
  const app = apps.get(url);
  if (app === undefined) {
    throw new Error(`No API runs at ${url}.`);
  }
  return app;
}

async function call(app: INestApplicationContext, provider: string, method: string): Promise<void> {
  const instances = [...app.get(ModulesContainer).values()].flatMap(({ providers }) => [
    ...providers.values(),
  ]);
  const instance: unknown = instances.find(({ name }) => name === provider)?.instance;
  const work: unknown = instance instanceof Object ? Reflect.get(instance, method) : undefined;
  if (typeof work !== 'function') {
    throw new Error(`There is no ${provider} with a method ${method}.`);
  }
  await Reflect.apply(work, instance, []);
}
