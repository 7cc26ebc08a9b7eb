import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createKey, type TestKey } from '../../support/callers.js';
import { customerProject, engagement, interaction, lead } from '../../support/engagements.factory.js';
import { type Battlefield, json } from '../battlefield.js';
import { type AttackAnswer, HttpClient } from '../http.js';

const ATTACK = 'long polls';

/** More than may wait of one caller, and with these callers more than may in all. */
const OF_ONE = 350;
const CALLERS = 4;

/** Until all of them have found a place or been answered. */
const HELD_MS = 3000;

const SUBMISSIONS = 20;

/** `GET`s that wait for what never comes, as many as there is room for and more: submitters and others go on. */
export async function holdLongPolls(field: Battlefield): Promise<void> {
  const client = new HttpClient(field.target.url, OF_ONE * CALLERS);
  const gone = new AbortController();
  const polls: Poll[] = [];
  for (const key of [field.keys.own, ...(await others(field))]) {
    polls.push(await poll(field, { client, key, cutOff: gone.signal }));
  }
  await delay(HELD_MS);
  await field.whileHealthy(() => submitMeanwhile(field));
  await field.whileHealthy(() => wakeAll(field, polls));
  gone.abort();
  await Promise.all(polls.map(({ answers }) => answers));
  client.close();
}

/** Those who look at one engagement of theirs, all at once. */
interface Poll {
  readonly path: string;
  readonly key: Pick<TestKey, 'headers'>;
  readonly answers: Promise<readonly AttackAnswer[]>;
}

async function others({ target }: Battlefield): Promise<TestKey[]> {
  const names = Array.from({ length: CALLERS - 1 }, (_, nth) => `poller-${nth}`);
  return Promise.all(names.map((name) => createKey(target.database, { name })));
}

async function poll(
  field: Battlefield,
  { client, key, cutOff }: { client: HttpClient; key: Pick<TestKey, 'headers'>; cutOff: AbortSignal },
): Promise<Poll> {
  const path = `/engagements/by-ref/${randomUUID()}`;
  const made = await field.fire(
    ATTACK,
    { method: 'PUT', path, headers: json(key), body: fullSize('Waited for') },
    { statuses: [201] },
  );
  const headers = { ...key.headers, prefer: 'wait=30', 'if-none-match': made.headers.etag };
  const looks = Array.from({ length: OF_ONE }, () => client.send({ method: 'GET', path, headers }, cutOff));
  return { path, key, answers: Promise.all(looks) };
}

/** Those who submit are waited for, though those who look have taken all the places that they may. */
async function submitMeanwhile(field: Battlefield): Promise<void> {
  const headers = json(field.keys.own);
  for (let nth = 0; nth < SUBMISSIONS; nth += 1) {
    const path = `/engagements/by-ref/${randomUUID()}?submit=true`;
    const body = JSON.stringify(engagement());
    await field.fire(ATTACK, { method: 'PUT', path, headers, body }, { statuses: [201] });
    await field.fire(ATTACK, { method: 'GET', path: '/engagements?limit=10', headers }, { statuses: [200] });
  }
}

/** All who look at one are answered at once, with all that it has. */
async function wakeAll(field: Battlefield, polls: readonly Poll[]): Promise<void> {
  for (const { path, key, answers } of polls) {
    const body = fullSize('News');
    await field.fire(ATTACK, { method: 'PUT', path, headers: json(key), body }, { statuses: [200] });
    const told = await answers;
    const odd = told.filter(({ status }) => status !== 200 && status !== 304);
    if (odd.length > 0) {
      field.fault(ATTACK, `${odd.length} who looked were answered ${odd[0]?.status ?? '?'}`);
    }
  }
}

/** An engagement that is as large as it may be, nearly. */
function fullSize(title: string): string {
  const businessProblem = 'x'.repeat(1800);
  const interactions = Array.from({ length: 10 }, () => interaction({ businessProblem }));
  const contexts = [customerProject(), ...Array.from({ length: 4 }, () => lead({ interactions }))];
  return JSON.stringify(engagement({ title, contexts }));
}
