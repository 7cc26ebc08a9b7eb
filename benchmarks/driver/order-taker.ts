import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { project } from '../../test/support/built-program.js';
import { ownEnvironment } from '../../test/support/program.js';
import type { Measured, Order, OrderAnswer } from './orders.js';

/** How plain Node is started on a TypeScript source. */
export const typescript = ['--import', join(project, 'test/support/typescript-hooks.mjs')];

/** A process that does what it is told, seen from outside. */
export class OrderTaker {
  private readonly process: ChildProcess;
  private awaited: PromiseWithResolvers<Measured> | undefined;

  /**
   * @param source relative to the project; it calls `takeOrders`
   * @param args that it is started with
   */
  constructor(source: string, args: readonly string[] = [], environment: Record<string, string> = {}) {
    this.process = fork(join(project, source), args, {
      env: { ...ownEnvironment(), ...environment },
      execArgv: typescript,
    });
    this.process.on('message', ({ measured, failure }: OrderAnswer) => {
      if (measured === undefined) {
        this.awaited?.reject(new Error(failure));
      } else {
        this.awaited?.resolve(measured);
      }
    });
    this.process.once('exit', () => this.awaited?.reject(new Error(`${source} has ended`)));
  }

  /** One order at a time. */
  carryOut(order: Order): Promise<Measured> {
    this.awaited = Promise.withResolvers<Measured>();
    this.process.send(order);
    return this.awaited.promise;
  }

  async stop(): Promise<void> {
    if (this.process.connected) {
      const exited = once(this.process, 'exit');
      this.process.disconnect();
      await exited;
    }
  }
}
