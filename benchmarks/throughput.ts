import type { Arena } from './arena.js';
import { type Contestant, type ContestantName, contestantTitles } from './contestants/contestant.js';
import type { Measured } from './driver/orders.js';
import type { Plan } from './plan.js';
import { cpuSeconds } from './process-usage.js';
import { seed } from './seed.js';
import { median, percentile } from './statistics.js';
import { changesRows, type WorkloadName, workloadNames, workloadTitles } from './workloads.js';

/** What a contestant did in a workload: of each number the median of all rounds. */
export interface Throughput {
  readonly workload: WorkloadName;
  readonly contestant: ContestantName;
  readonly perSecond: number;
  /** The same of each round, in their order. */
  readonly rates: readonly number[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the contestant's process, PostgreSQL's not included. */
  readonly cpuMsPerRequest: number;
}

type Round = Omit<Throughput, 'workload' | 'contestant' | 'rates'>;

/** Has each contestant do each workload, in turns, once V8 has compiled what they do. */
export async function measureThroughput(arena: Arena, plan: Plan): Promise<Throughput[]> {
  const courses = workloadNames.map((workload) => new Course(arena, plan, workload));
  for (const course of courses) {
    await course.warmUp();
  }
  const measured: Throughput[] = [];
  for (const course of courses) {
    measured.push(...(await course.measure()));
  }
  return measured;
}

/** One workload's way through: where the numbers of requests go on, and rows are made anew where they were changed. */
class Course {
  private readonly ids = new Map<Contestant, string[]>();
  private first = 0;

  constructor(
    private readonly arena: Arena,
    private readonly plan: Plan,
    private readonly workload: WorkloadName,
  ) {}

  async warmUp(): Promise<void> {
    for (const contestant of this.arena.contestants) {
      await this.load(contestant, this.plan.warmUpSeconds);
    }
  }

  async measure(): Promise<Throughput[]> {
    const { arena, plan, workload } = this;
    // Another workload has been here since.
    this.ids.clear();
    const rounds = new Map<Contestant, Round[]>(arena.contestants.map((contestant) => [contestant, []]));
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const [contestant, done] of rounds) {
        done.push(await this.run(contestant, plan.seconds));
      }
    }
    return [...rounds].map(([contestant, done]) => {
      const rates = done.map(({ perSecond }) => perSecond.toFixed(0)).join(', ');
      console.log(`${workloadTitles[workload]}, ${contestantTitles[contestant.name]}: ${rates} a second`);
      return {
        workload,
        contestant: contestant.name,
        rates: done.map(({ perSecond }) => perSecond),
        ...medianOf(done),
      };
    });
  }

  private async run(contestant: Contestant, seconds: number): Promise<Round> {
    const { count, seconds: taken, latencies, cpu } = await this.load(contestant, seconds);
    return {
      perSecond: count / taken,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      cpuMsPerRequest: (1000 * cpu) / count,
    };
  }

  /** @returns what was measured, with the processor time that it took the contestant, in seconds */
  private async load(contestant: Contestant, seconds: number): Promise<Measured & { cpu: number }> {
    const { pid, url, headers, draftsPath } = contestant;
    const ids = await this.idsOf(contestant);
    const before = cpuSeconds(pid);
    const measured = await this.arena.driver.carryOut({
      do: 'load',
      workload: this.workload,
      url,
      headers,
      draftsPath,
      ids,
      seconds,
      connections: this.plan.connections,
      first: (this.first += 1_000_000),
    });
    return { ...measured, cpu: cpuSeconds(pid) - before };
  }

  private async idsOf(contestant: Contestant): Promise<string[]> {
    const known = this.ids.get(contestant);
    if (known !== undefined && !changesRows(this.workload)) {
      return known;
    }
    const ids = await seed(contestant.databaseUrl, this.plan.rows);
    this.ids.set(contestant, ids);
    return ids;
  }
}

function medianOf(rounds: readonly Round[]): Round {
  const of = (field: keyof Round) => median(rounds.map((round) => round[field]));
  return {
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    cpuMsPerRequest: of('cpuMsPerRequest'),
  };
}
