import { percentile } from '../statistics.js';
import type { Page } from './filters.js';

/** How long a page takes, asked for again and again. */
export interface PageTime {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

/** A page, and who is asked for it. */
export interface AskedPage {
  readonly url: string;
  readonly page: Page;
}

const WANTED = 200;
/** What takes longer is measured less often, but this often. */
const LONGEST_MS = 20_000;
const LEAST = 10;
/** The first ones compile the code and read from the disk. */
const WARM_UP = 5;

/**
 * Asks for pages in turns, one request at a time, so that whatever else the machine does befalls all of them alike.
 * @throws when an answer is not the page
 */
export async function timePages(asked: readonly AskedPage[]): Promise<PageTime[]> {
  const times = asked.map((): number[] => []);
  const started = performance.now();
  for (let round = -WARM_UP; round < WANTED; round += 1) {
    if (round >= LEAST && performance.now() - started > LONGEST_MS) {
      break;
    }
    for (const [index, one] of asked.entries()) {
      const time = await timeOnce(one);
      if (round >= 0) {
        times[index]?.push(time);
      }
    }
  }
  return times.map((all) => {
    const sorted = all.toSorted((a, b) => a - b);
    return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99), count: all.length };
  });
}

async function timeOnce({ url, page }: AskedPage): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${url}${page.address}`);
  const text = await answer.text();
  const milliseconds = performance.now() - started;
  const body: unknown = JSON.parse(text);
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
  if (!Array.isArray(data) || data.length !== page.length) {
    throw new Error(`${page.address} was answered ${answer.status}: ${text.slice(0, 300)}`);
  }
  return milliseconds;
}
