import type { LedgerEntry } from './books.js';
import type { NamedFault } from './fault-mix.js';
import { variantsIn } from './variants.js';
import { listAt, numberAt, textAt, valueAt } from './json.js';

/** The simulator's controls, over HTTP. */
export class SimulatorClient {
  private readonly names = new Map<string, string>();
  /** By faults that are no longer there. */
  private readonly struck = new Map<string, number>();

  constructor(private readonly url: string) {}

  /** Forgets the faults of before. */
  async setFaults(faults: readonly NamedFault[]): Promise<void> {
    const before = listAt(await this.ask('GET', 'faults'), 'faults');
    await this.ask('DELETE', 'faults');
    for (const fault of before) {
      const name = this.names.get(textAt(fault, 'id') ?? '') ?? '?';
      const times = (numberAt(fault, 'times') ?? 0) - (numberAt(fault, 'remaining') ?? 0);
      this.struck.set(name, (this.struck.get(name) ?? 0) + times);
    }
    for (const { name, fault } of faults) {
      const added = await this.ask('POST', 'faults', fault);
      this.names.set(textAt(added, 'id') ?? '', name);
    }
  }

  /** How often each fault has struck that has been forgotten since, by its name. */
  strikes(): ReadonlyMap<string, number> {
    return this.struck;
  }

  /** How long after its creation ListEngagements shows an engagement. */
  async setListLag(listLagMs: number): Promise<void> {
    await this.ask('PATCH', 'settings', { listLagMs });
  }

  async ledger(): Promise<{ entries: LedgerEntry[]; calls: number; throttled: number }> {
    const ledger = await this.ask('GET', 'ledger');
    const calls = valueAt(ledger, 'calls');
    return {
      entries: listAt(ledger, 'engagements').map((entry) => ({
        arn: textAt(entry, 'arn') ?? '',
        clientToken: textAt(entry, 'clientToken') ?? '',
        title: textAt(valueAt(entry, 'request'), 'Title') ?? '',
        variants: variantsIn(JSON.stringify(valueAt(entry, 'request'))),
        calls: numberAt(entry, 'calls') ?? 0,
      })),
      calls: numberAt(calls, 'total') ?? 0,
      throttled: numberAt(calls, 'throttled') ?? 0,
    };
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/_simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`The simulator refuses ${method} ${path}: ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}
