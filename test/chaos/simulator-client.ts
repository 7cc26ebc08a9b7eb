import type { NewFault } from '../../simulator/faults/fault.js';
import type { LedgerEntry } from './books.js';
import type { NamedFault } from './fault-mix.js';
import { listAt, numberAt, textAt, valueAt } from './json.js';

/** The simulator's controls, over HTTP. */
export class SimulatorClient {
  private readonly names = new Map<string, string>();

  constructor(private readonly url: string) {}

  async addFaults(faults: readonly NamedFault[]): Promise<void> {
    for (const { name, fault } of faults) {
      const added = await this.ask('POST', 'faults', fault);
      this.names.set(textAt(added, 'id') ?? '', name);
    }
  }

  /** How often each fault has struck, by its name. */
  async strikes(): Promise<Map<string, number>> {
    const faults = listAt(await this.ask('GET', 'faults'), 'faults');
    return new Map(
      faults.map((fault): [string, number] => [
        this.names.get(textAt(fault, 'id') ?? '') ?? '?',
        (numberAt(fault, 'times') ?? 0) - (numberAt(fault, 'remaining') ?? 0),
      ]),
    );
  }

  async clearFaults(): Promise<void> {
    await this.ask('DELETE', 'faults');
  }

  async ledger(): Promise<{ entries: LedgerEntry[]; calls: number; throttled: number }> {
    const ledger = await this.ask('GET', 'ledger');
    const calls = valueAt(ledger, 'calls');
    return {
      entries: listAt(ledger, 'engagements').map((entry) => ({
        arn: textAt(entry, 'arn') ?? '',
        clientToken: textAt(entry, 'clientToken') ?? '',
        title: textAt(valueAt(entry, 'request'), 'Title') ?? '',
        calls: numberAt(entry, 'calls') ?? 0,
      })),
      calls: numberAt(calls, 'total') ?? 0,
      throttled: numberAt(calls, 'throttled') ?? 0,
    };
  }

  private async ask(method: string, path: string, body?: NewFault): Promise<unknown> {
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
