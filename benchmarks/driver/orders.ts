import type { RequestScope } from '../workloads.js';

/** As many requests as a number of connections can make, one after the other on each. */
export interface LoadOrder extends RequestScope {
  readonly do: 'load';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
  /** The number of the first request. */
  readonly first: number;
}

/** Submissions one after the other, with a pause before each. */
export interface AtRestOrder {
  readonly do: 'at-rest';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly count: number;
  readonly pauseMs: number;
}

/** So many submissions a second, however long each takes. */
export interface PacedOrder {
  readonly do: 'paced';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly perSecond: number;
  readonly seconds: number;
}

export type Order = LoadOrder | AtRestOrder | PacedOrder;

export interface Measured {
  readonly count: number;
  readonly seconds: number;
  /** In milliseconds, the shortest first. */
  readonly latencies: readonly number[];
}

/** What the process that took an order sends back. */
export interface OrderAnswer {
  readonly measured?: Measured;
  readonly failure?: string;
}

/** Carries out the orders of the process that has forked this one, and ends with it. */
export function takeOrders(carryOut: (order: Order) => Promise<Measured>): void {
  process.on('message', (order: Order) => {
    void carryOut(order).then(
      (measured) => {
        answer({ measured });
      },
      (error: unknown) => {
        answer({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    );
  });
  process.on('disconnect', () => process.exit());
}

function answer(message: OrderAnswer): void {
  process.send?.(message);
}
