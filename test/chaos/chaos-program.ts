import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const project = join(import.meta.dirname, '..', '..');

/** How long a program may take to start, on a machine that has much else to do. */
const START_MS = 60_000;
const LOOK_MS = 50;

export interface ProgramOptions {
  readonly name: string;
  /** Relative to the project: what `npm run build` has built. */
  readonly file: string;
  /** What Node is started with. */
  readonly nodeArguments?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** What it prints, or an address that it answers, when it has started. */
  readonly ready: { readonly printed: string } | { readonly url: string };
}

type State = 'down' | 'starting' | 'running' | 'paused';

/** A program of ours as a process that may be killed, paused and started again; its log goes on in one file. */
export class ChaosProgram {
  /** How often it ended by itself. Nobody has asked it to. */
  diedByItself = 0;
  private state: State = 'down';
  private child: ChildProcess | undefined;
  private wanted = false;
  private readyAt = 0;

  constructor(private readonly options: ProgramOptions) {}

  get name(): string {
    return this.options.name;
  }

  /** Whether it is running, and has been for so long since its start. */
  hasRunFor(ms: number): boolean {
    return this.state === 'running' && performance.now() - this.readyAt >= ms;
  }

  /** @returns once it is ready to work */
  async start(): Promise<void> {
    this.state = 'starting';
    this.wanted = true;
    const child = this.spawn();
    this.child = child;
    const ready = this.untilReady(child);
    child.once('close', () => {
      if (this.child === child && this.wanted) {
        this.diedByItself += 1;
        this.state = 'down';
      }
    });
    await ready;
    this.readyAt = performance.now();
    this.state = 'running';
  }

  /** kill -9, and its start again at once. The start is not waited for. */
  async killAndRestart(onProblem: (problem: unknown) => void): Promise<void> {
    await this.kill();
    this.start().catch(onProblem);
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.wanted = false;
    this.state = 'down';
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }
  }

  /** SIGSTOP, and SIGCONT after a time. */
  async pause(forMs: number): Promise<void> {
    const { child } = this;
    this.state = 'paused';
    child?.kill('SIGSTOP');
    await delay(forMs);
    child?.kill('SIGCONT');
    this.state = 'running';
  }

  /** Starts it again if it has ended by itself. */
  async ensureRunning(): Promise<void> {
    if (this.state === 'down') {
      await this.start();
    }
    const deadline = Date.now() + START_MS;
    while (!this.hasRunFor(0) && Date.now() < deadline) {
      await delay(LOOK_MS);
    }
  }

  private spawn(): ChildProcess {
    const { file, nodeArguments = [], environment, logFile } = this.options;
    const child = spawn(process.execPath, ['--enable-source-maps', ...nodeArguments, join(project, file)], {
      cwd: project,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    log.write(`=== ${new Date().toISOString()} started as ${String(child.pid)}\n`);
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('close', (code, signal) => {
      log.end(`=== ${new Date().toISOString()} ended by ${signal ?? String(code)}\n`);
    });
    return child;
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_MS;
    const { ready } = this.options;
    let printed = 'url' in ready;
    if ('printed' in ready) {
      child.stdout?.on('data', (chunk: Buffer) => {
        printed ||= chunk.toString().includes(ready.printed);
      });
    }
    while (Date.now() < deadline) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`${this.name} ended while it started; see ${this.options.logFile}`);
      }
      if (printed && (!('url' in ready) || (await answers(ready.url)))) {
        return;
      }
      await delay(LOOK_MS);
    }
    throw new Error(`${this.name} did not start within ${START_MS / 1000} s; see ${this.options.logFile}`);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
