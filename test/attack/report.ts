import type { AttackAnswer } from './http.js';

interface Tally {
  requests: number;
  slowestMs: number;
  readonly statuses: Map<number, number>;
}

const newTally = (): Tally => ({ requests: 0, slowestMs: 0, statuses: new Map() });

const MOST_FAULTS_SHOWN = 10;

/** What came of all attacks. */
export class Report {
  private readonly tallies = new Map<string, Tally>();
  private readonly faults = new Map<string, string[]>();

  answered(attack: string, { status, ms }: AttackAnswer): void {
    const tally = this.tallies.get(attack) ?? newTally();
    tally.requests += 1;
    tally.slowestMs = Math.max(tally.slowestMs, ms);
    tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
    this.tallies.set(attack, tally);
  }

  fault(attack: string, what: string): void {
    this.faults.set(attack, [...(this.faults.get(attack) ?? []), what]);
  }

  get isClean(): boolean {
    return this.faults.size === 0;
  }

  text(): string {
    const rows = [...this.tallies].map(([attack, { requests, slowestMs, statuses }]) => {
      const counts = [...statuses].toSorted(([one], [other]) => one - other);
      const told = counts
        .map(([status, count]) => `${count} × ${status === 0 ? 'closed' : status}`)
        .join(', ');
      const faults = this.faults.get(attack)?.length ?? 0;
      return `${attack.padEnd(20)} ${String(requests).padStart(6)} requests, slowest ${Math.round(slowestMs)} ms, ${faults} faults: ${told}`;
    });
    const faults = [...this.faults].flatMap(([attack, all]) => [
      `\n${attack}: ${all.length} faults`,
      ...all.slice(0, MOST_FAULTS_SHOWN).map((one) => `  ${one}`),
    ]);
    return [...rows, ...faults].join('\n');
  }
}
