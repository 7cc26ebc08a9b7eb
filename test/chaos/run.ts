import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from './api-client.js';
import type { Books, CallerAccount } from './books.js';
import { Caller } from './caller.js';
import { type Step, writeScript } from './chaos-script.js';
import { countUnsettled, readDatabase } from './database-book.js';
import { faultMix, LONGEST_LATE_MS } from './fault-mix.js';
import { countObserved } from './observed.js';
import type { ChaosOptions } from './options.js';
import { Performer } from './performer.js';
import { Putter } from './putter.js';
import { randomOf } from './random.js';
import type { ChaosStack } from './stack.js';

/** What a run has come to. */
export interface ChaosResult {
  readonly books: Books;
  /** How often each fault came, by its name. */
  readonly faults: ReadonlyMap<string, number>;
  readonly calls: number;
  readonly throttled: number;
  /** How often an operator took up what was being looked up. */
  readonly takenUpInLookUp: number;
  /** What went wrong with the test itself or ended by itself. */
  readonly troubles: readonly string[];
  readonly durationMs: number;
}

/** Callers that may be under way at once; more than that wait for the others, as on a machine that is slow. */
const MOST_CALLERS = 250;
const LOOK_MS = 200;

/** How far ListEngagements lags behind in a run. */
const LIST_LAG_MS = [500, 1500] as const;
const LONGEST_JAM_MS = 120_000;
const UNSETTLED_LOOK_MS = 1000;

/** Plays a run's script on a stack, waits until everything is settled, and reads the books. */
export async function playChaos(
  options: ChaosOptions,
  stack: ChaosStack,
  say: (line: string) => void,
): Promise<ChaosResult> {
  const started = performance.now();
  const end = new AbortController();
  const [one, other] = stack.apps.map((signIn) => new ApiClient(stack.apiUrls, started, signIn));
  if (one === undefined || other === undefined) {
    throw new Error('There are two apps.');
  }
  const apps = [
    { own: one, stranger: other },
    { own: other, stranger: one },
  ] as const;
  const crowd = new Crowd();
  const peopleOf = ({ putters, callers }: Step) => ({
    putters: putters.map((plan) => new Putter(plan, apps[plan.app], end.signal)),
    callers: callers.map((plan) => new Caller(plan, apps[plan.app], end.signal)),
  });
  const random = randomOf(options.seed ^ 0x5eed);
  const performer = new Performer(stack, random, say);
  try {
    await stack.simulator.setListLag(random.between(...LIST_LAG_MS));
    await stack.simulator.setFaults(faultMix(random));
    await playScript(options, { crowd, performer, peopleOf }, say);
    await performer.finish();
    await stack.simulator.setFaults([]);
    const allCreated = delay(LONGEST_LATE_MS + LOOK_MS);
    say(`The faults are over; ${crowd.present} callers and all that is open may take their time.`);
    await untilSettled(stack, crowd, options.settleMs);
    end.abort();
    await crowd.gone();
    // What AWS has in hand still would belie what was said of it.
    await allCreated;
    const ledger = await stack.simulator.ledger();
    const { engagements, takenUpInLookUp } = await readDatabaseOf(stack);
    return {
      books: { ledger: ledger.entries, engagements, callers: crowd.accounts() },
      takenUpInLookUp,
      faults: new Map([...performer.performed, ...stack.lostAnswers.counts(), ...stack.simulator.strikes()]),
      calls: ledger.calls,
      throttled: ledger.throttled,
      troubles: performer.troubles(),
      durationMs: performance.now() - started,
    };
  } finally {
    end.abort();
  }
}

interface Cast {
  readonly crowd: Crowd;
  readonly performer: Performer;
  readonly peopleOf: (step: Step) => {
    readonly putters: readonly Person[];
    readonly callers: readonly Person[];
  };
}

async function playScript(
  options: ChaosOptions,
  { crowd, performer, peopleOf }: Cast,
  say: (line: string) => void,
): Promise<void> {
  const script = writeScript(options);
  for (const [index, step] of script.entries()) {
    const { gapMs, action } = step;
    const { putters, callers } = peopleOf(step);
    // At once: those who put by one reference are to meet.
    for (const putter of putters) {
      await crowd.untilThereIsRoom();
      crowd.add(putter);
    }
    for (const caller of callers) {
      await delay(gapMs / (callers.length + 1));
      await crowd.untilThereIsRoom();
      crowd.add(caller);
    }
    await delay(gapMs / (callers.length + 1));
    await performer.perform(action);
    if ((index + 1) % 25 === 0) {
      say(`${index + 1} of ${script.length} faults; ${crowd.present} callers under way`);
    }
  }
}

/** Waits for the callers, and then for what nobody waits for any more. */
async function untilSettled(stack: ChaosStack, crowd: Crowd, settleMs: number): Promise<void> {
  const deadline = Date.now() + settleMs;
  await Promise.race([crowd.gone(), delay(settleMs, undefined, { ref: false })]);
  const client = await stack.connect();
  try {
    while (Date.now() < deadline && (await countUnsettled(client)) > 0) {
      await delay(UNSETTLED_LOOK_MS);
    }
  } finally {
    await client.end();
  }
}

async function readDatabaseOf(stack: ChaosStack) {
  const client = await stack.connect();
  try {
    return { engagements: await readDatabase(client), takenUpInLookUp: await countObserved(client) };
  } finally {
    await client.end();
  }
}

interface Person {
  /** @returns when it has gone */
  run(): Promise<void>;
  account(): CallerAccount;
}

/** All callers of a run. */
class Crowd {
  present = 0;
  private readonly people: Person[] = [];
  private readonly runs: Promise<void>[] = [];

  add(person: Person): void {
    this.present += 1;
    this.people.push(person);
    this.runs.push(
      person.run().finally(() => {
        this.present -= 1;
      }),
    );
  }

  async untilThereIsRoom(): Promise<void> {
    const deadline = Date.now() + LONGEST_JAM_MS;
    while (this.present >= MOST_CALLERS && Date.now() < deadline) {
      await delay(LOOK_MS);
    }
  }

  async gone(): Promise<void> {
    await Promise.all(this.runs);
  }

  accounts() {
    return this.people.map((person) => person.account());
  }
}
