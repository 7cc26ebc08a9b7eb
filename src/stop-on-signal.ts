import type { Server } from 'node:http';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type INestApplicationContext, Logger } from '@nestjs/common';
import { loggableError } from './errors/loggable-error.js';
import { Stopping } from './health/stopping.js';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** Ctrl-C arrives twice under npm, which passes on what the terminal has sent to everyone already. */
const SAME_SIGNAL_MS = 500;

/**
 * Stops a process in good order at its first signal: it says that it is not ready, goes on for a while with what is
 * asked of it, since whoever sends requests its way hears of that a moment later only, and closes then. A second signal
 * ends it at once, with 128 and the signal's number as shells have it. Not by the signal itself, which has no effect on
 * a container's first process.
 * @param options.delayMs between saying so and closing
 * @param options.server has kept connections, which are given up one by one meanwhile
 */
export function stopOnSignal(
  app: INestApplicationContext,
  { delayMs, server }: { delayMs: number; server?: Server },
): void {
  const logger = new Logger('Stop');
  let firstAt: number | undefined;
  const onSignal = (signal: (typeof signals)[number]) => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      logger.log({ signal, delayMs }, 'Stopping: it is not ready any more, and finishes what is under way');
      void stop(firstAt);
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      process.exit(128 + constants.signals[signal]);
    }
  };
  const stop = async (since: number) => {
    app.get(Stopping, { strict: false }).begin();
    server?.prependListener('request', (_request, response) => {
      response.setHeader('connection', 'close');
    });
    await delay(delayMs);
    try {
      await app.close();
      logger.log({ durationMs: Math.round(performance.now() - since) }, 'Stopped');
      process.exit(0);
    } catch (error) {
      logger.error({ err: loggableError(error) }, 'It could not be stopped in good order');
      process.exit(1);
    }
  };
  for (const signal of signals) {
    process.on(signal, onSignal);
  }
}
