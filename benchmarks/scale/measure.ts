import { percentile } from '../statistics.js';
import type { Page } from './filters.js';

/** How long something takes that is done again and again. */
export interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

/** A page, and who is asked for it. */
export interface AskedPage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly page: Page;
}

/** How often each is done. */
export const WANTED = 1000;
/** What takes longer is measured less often, but this often. */
const LONGEST_MS = 20_000;
const LEAST = 10;
/** The first ones compile the code and read from the disk. */
const WARM_UP = 5;

/**
 * Asks for two pages in turns, one request at a time.
 * @throws when an answer is not the page
 */
export function timePages(one: AskedPage, other: AskedPage): Promise<[Times, Times]> {
  return timeInTurns([() => timePage(one), () => timePage(other)]);
}

/**
 * Does two things in turns, so that whatever else the machine does befalls both alike.
 * @param works each tells how long it took, in milliseconds
 */
export async function timeInTurns(
  works: readonly [one: () => Promise<number>, other: () => Promise<number>],
): Promise<[Times, Times]> {
  const times: [number[], number[]] = [[], []];
  const started = performance.now();
  for (let round = -WARM_UP; round < WANTED; round += 1) {
    if (round >= LEAST && performance.now() - started > LONGEST_MS) {
      break;
    }
    const [one, other] = [await works[0](), await works[1]()];
    if (round >= 0) {
      times[0].push(one);
      times[1].push(other);
    }
  }
  return [toTimes(times[0]), toTimes(times[1])];
}

function toTimes(all: readonly number[]): Times {
  const sorted = all.toSorted((a, b) => a - b);
  return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99), count: all.length };
}

async function timePage({ url, headers, page }: AskedPage): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${url}${page.address}`, { headers });
  const text = await answer.text();
  const milliseconds = performance.now() - started;
  const body: unknown = JSON.parse(text);
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
  if (!Array.isArray(data) || data.length !== page.length) {
    throw new Error(`${page.address} was answered ${answer.status}: ${text.slice(0, 300)}`);
  }
  return milliseconds;
}
