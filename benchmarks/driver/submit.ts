import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { completeBody } from '../bodies.js';
import { measuredSince } from './measured.js';
import type { AtRestOrder, Measured, PacedOrder } from './orders.js';

/** `POST /engagements?submit=true`, again and again, each after the other's end and a pause. */
export async function submitAtRest({ url, headers, count, pauseMs }: AtRestOrder): Promise<Measured> {
  return oneByOne(count, pauseMs, () => submit(url, headers));
}

/** Does something again and again, each time after a pause. @returns how long each took */
export async function oneByOne(
  count: number,
  pauseMs: number,
  work: () => Promise<unknown>,
): Promise<Measured> {
  const started = performance.now();
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await delay(pauseMs);
    latencies.push(await timed(work));
  }
  return measuredSince(started, latencies);
}

/** `POST /engagements?submit=true` at equal distances, as somebody does who does not wait for the answers. */
export async function submitAtPace({ url, headers, perSecond, seconds }: PacedOrder): Promise<Measured> {
  const started = performance.now();
  const submissions: Promise<number>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    await delay(Math.max(0, started + (index * 1000) / perSecond - performance.now()));
    submissions.push(timed(() => submit(url, headers)));
  }
  return measuredSince(started, await Promise.all(submissions));
}

async function submit(url: string, signedIn: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${url}/engagements?submit=true`, {
    method: 'POST',
    headers: { ...signedIn, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(completeBody('Cloud migration')),
  });
  await answer.arrayBuffer();
  if (answer.status !== 201) {
    throw new Error(`A submission was answered ${answer.status}`);
  }
}

/** How long it takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
