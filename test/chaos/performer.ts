import { setTimeout as delay } from 'node:timers/promises';
import { errorMessage } from '../../src/errors/error-message.js';
import type { Action, ProgramName, Target } from './chaos-script.js';
import type { ChaosProgram } from './chaos-program.js';
import { expiredCredentials, faultMix } from './fault-mix.js';
import type { Random } from './random.js';
import type { ChaosStack } from './stack.js';

const LOOK_MS = 50;

/** How long a fault waits for a program that it can strike. */
const LONGEST_LOOK_MS = 60_000;

const likes = {
  'api-1': 'api-2',
  'api-2': 'api-1',
  'worker-1': 'worker-2',
  'worker-2': 'worker-1',
} as const satisfies Record<ProgramName, ProgramName>;

/** Performs the script's faults, and keeps account of them. */
export class Performer {
  readonly performed = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly problems: string[] = [];

  constructor(
    private readonly stack: ChaosStack,
    private readonly random: Random,
    private readonly say: (line: string) => void,
  ) {}

  /** @returns as soon as it has struck; what it leaves behind goes on */
  async perform(action: Action): Promise<void> {
    switch (action.kind) {
      case 'kill': {
        const program = await this.find(action.target);
        await program?.killAndRestart((problem) => this.problems.push(errorMessage(problem)));
        this.count(program, 'kill -9');
        break;
      }
      case 'pause': {
        const program = await this.find(action.target);
        void this.goOn(program?.pause(action.forMs));
        this.count(program, 'SIGSTOP beyond the lease');
        break;
      }
      case 'restart':
        // One at a time: the next fault may come while it is down, the next restart not.
        await Promise.all(this.restarts);
        this.say(`PostgreSQL goes down (${action.stop})`);
        this.restarts = [this.goOn(this.stack.postgres.restart(action.stop, action.downMs))];
        this.add(`PostgreSQL restarted (${action.stop})`);
        break;
      case 'fail-over':
        await Promise.all(this.restarts);
        this.say('PostgreSQL is lost, and its standby takes its place');
        this.restarts = [this.goOn(this.stack.failOver())];
        this.add('PostgreSQL lost, its standby promoted');
        break;
      case 'lose-answers':
        this.stack.lostAnswers.lose(action.to, action.count);
        break;
      case 'expire-credentials':
        await Promise.all(this.expiries);
        this.say(`The AWS credentials have expired, for ${action.forMs} ms`);
        this.expiries = [this.goOn(this.expire(action.forMs))];
        this.add('AWS credentials expired for a time');
        break;
    }
  }

  /** Waits until everything is up again. */
  async finish(): Promise<void> {
    await Promise.all(this.underWay);
    for (const program of this.stack.programs.values()) {
      await program.ensureRunning();
    }
  }

  /** What the script did not mean to happen. */
  troubles(): string[] {
    const died = [...this.stack.programs.values()]
      .filter(({ diedByItself }) => diedByItself > 0)
      .map(({ name, diedByItself }) => `${name} ended by itself (${diedByItself} times)`);
    return [...this.problems, ...died];
  }

  private restarts: Promise<void>[] = [];
  private expiries: Promise<void>[] = [];

  private async expire(forMs: number): Promise<void> {
    const { simulator } = this.stack;
    await simulator.setFaults(expiredCredentials(this.random));
    await delay(forMs);
    await simulator.setFaults(faultMix(this.random));
  }

  private async find(target: Target): Promise<ChaosProgram | undefined> {
    const deadline = Date.now() + LONGEST_LOOK_MS;
    while (Date.now() < deadline) {
      for (const name of target.among) {
        const program = this.stack.programs.get(name);
        if (program?.hasRunFor(target.upMs) === true && (!target.spareLast || this.hasLike(name))) {
          return program;
        }
      }
      await delay(LOOK_MS);
    }
    this.problems.push('No program was running that a fault could strike.');
    return undefined;
  }

  private hasLike(name: ProgramName): boolean {
    return this.stack.programs.get(likes[name])?.hasRunFor(0) === true;
  }

  private count(program: ChaosProgram | undefined, what: string): void {
    if (program !== undefined) {
      this.add(`${what} (${program.name.startsWith('api') ? 'API' : 'worker'})`);
    }
  }

  private add(what: string): void {
    this.performed.set(what, (this.performed.get(what) ?? 0) + 1);
  }

  private goOn(work: Promise<void> = Promise.resolve()): Promise<void> {
    const kept = work
      .catch((problem: unknown) => {
        this.problems.push(errorMessage(problem));
      })
      .finally(() => {
        this.underWay.delete(kept);
      });
    this.underWay.add(kept);
    return kept;
  }
}
