import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { ApiOrder, HostAnswer, HostOrder } from './api-order.js';
import { builtFrom } from './built-program.js';
import { ownEnvironment } from './program.js';

/** A process that runs `api-host.ts`, seen from outside. */
export class ApiHostProcess {
  private readonly process: ChildProcess;
  private readonly awaited = new Map<number, PromiseWithResolvers<string>>();
  private printed = '';
  private orders = 0;

  /** @param credentials whether it has AWS credentials: the SDK finds none but these, whatever this machine has */
  constructor(credentials: boolean) {
    this.process = fork(builtFrom('test/support/api-host.ts'), {
      env: { ...ownEnvironment(), ...nothingOfThisMachine, ...(credentials ? testCredentials : {}) },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.printed += text;
      });
    }
    this.process.on('message', ({ id, url = '', failure }: HostAnswer) => {
      if (failure === undefined) {
        this.awaited.get(id)?.resolve(url);
      } else {
        this.awaited.get(id)?.reject(new Error(failure));
      }
      this.awaited.delete(id);
    });
    this.process.once('close', () => {
      for (const { reject } of this.awaited.values()) {
        reject(this.death());
      }
    });
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /**
   * @returns the API's URL
   * @throws when it fails, when the process ends, and when it has printed anything: nothing here is to log, so that
   *   it is an error nobody caught, or a warning of Node's
   */
  async carryOut(order: ApiOrder): Promise<string> {
    if (this.hasEnded) {
      throw this.death();
    }
    const message: HostOrder = { id: (this.orders += 1), order };
    const answer = Promise.withResolvers<string>();
    this.awaited.set(message.id, answer);
    this.process.send(message);
    const url = await answer.promise;
    // What it printed before it answered comes on another pipe, in the same turn of the event loop.
    await turn();
    this.refusePrinted();
    return url;
  }

  /** Ends it. @throws when it has printed something that no test was told of */
  async stop(): Promise<void> {
    if (!this.hasEnded) {
      // No 'close' comes after a disconnect from this side (seen with Node 24.21).
      const exited = once(this.process, 'exit');
      this.process.disconnect();
      await exited;
      await turn();
      this.refusePrinted();
    }
  }

  private refusePrinted(): void {
    const { printed } = this;
    this.printed = '';
    if (printed !== '') {
      throw new Error(`The API's process has printed:\n${printed}`);
    }
  }

  private death(): Error {
    const by = this.process.signalCode ?? String(this.process.exitCode);
    return new Error(`The API's process has ended (${by}):\n${this.printed}`);
  }
}

const nothingOfThisMachine = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
};

const testCredentials = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' };
