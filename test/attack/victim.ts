import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { contact, customerProject, engagement, interaction, lead } from '../support/engagements.factory.js';
import type { TestKey } from '../support/callers.js';

/** Somebody else's work, in every state in which it may be, with texts that nobody but them may see. */
export interface Victim {
  readonly name: string;
  /** Their engagements' ids, by what became of them. */
  readonly ids: Readonly<Record<string, string>>;
  readonly batchId: string;
  readonly externalRef: string;
  /** Of the submitted one. */
  readonly submittedRef: string;
  readonly idempotencyKey: string;
  /** What must never be shown. */
  readonly secrets: readonly string[];
  /** All rows that are theirs, as text: attacked or not, they stay the same. */
  rows(): Promise<string>;
}

const SETTLE_MS = 30_000;

/** Has a caller make engagements, and some of them look as only AWS's faults would make them. */
export async function makeVictim(
  apiUrl: string,
  database: { readonly url: string },
  key: TestKey,
): Promise<Victim> {
  const secret = (kind: string) => `${kind}${randomBytes(6).toString('hex')}`;
  const secrets = ['Quagga', 'Dodo', 'Moa'].map(secret);
  const [company = '', person = '', title = ''] = secrets;
  // Those that an attacker may guess, and so use for its own.
  const [reference = '', submittedRef = '', keyText = ''] = ['Aurochs', 'Bluebuck', 'Thylacine'].map(secret);
  const post = async (path: string, body: object, headers: object = {}): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { ...key.headers, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return readObject(await answer.json());
  };
  const make = async (query: string, more: object = {}, headers: object = {}) => {
    const body = engagement({
      title: title.slice(0, 40),
      ...more,
      contexts: [
        customerProject({
          customer: {
            companyName: company,
            industry: 'Retail',
            websiteUrl: `${company.toLowerCase()}.example.com`,
            countryCode: 'US',
          },
        }),
        lead({ interactions: [interaction({ contact: contact({ lastName: person }) })] }),
      ],
    });
    return String((await post(`/engagements${query}`, body, headers))['id']);
  };
  const ids = {
    draft: await make('', { externalRef: reference }),
    submitted: await make(
      '?submit=true',
      { externalRef: submittedRef },
      { 'idempotency-key': keyText, prefer: 'wait=30' },
    ),
    submitting: await make(''),
    rejected: await make(''),
    unresolved: await make(''),
    deleted: await make(''),
  };
  await fetch(`${apiUrl}/engagements/${ids.deleted}`, { method: 'DELETE', headers: key.headers });
  const batch = await post('/engagements/submissions', { ids: [ids.draft] }, { prefer: 'respond-async' });
  await becomeWhatTheyAre(database.url, ids);
  return {
    name: key.name,
    ids,
    batchId: String(batch['id']),
    externalRef: reference,
    submittedRef,
    idempotencyKey: keyText,
    secrets,
    rows: () => rowsOf(database.url, Object.values(ids), key.name),
  };
}

/** The states that take a fault of AWS's or a moment are written; nothing of them is due. */
async function becomeWhatTheyAre(url: string, ids: Readonly<Record<string, string>>): Promise<void> {
  await onDatabase(url, async (client) => {
    const deadline = Date.now() + SETTLE_MS;
    for (;;) {
      const { rows } = await client.query('SELECT 1 FROM submissions WHERE settled_at IS NULL');
      if (rows.length === 0 || Date.now() > deadline) {
        break;
      }
      await delay(100);
    }
    for (const status of ['submitting', 'rejected', 'unresolved']) {
      await client.query('UPDATE engagements SET status = $1::"EngagementStatus" WHERE id = $2', [
        status,
        ids[status],
      ]);
      await client.query(
        `INSERT INTO submissions (engagement_id, client_token, request, request_sha256, due_at, settled_at, step)
         SELECT id, gen_random_uuid(), '{}', repeat('0', 64),
           CASE WHEN $1 <> 'rejected' THEN now() + interval '1 day' END,
           CASE WHEN $1 = 'rejected' THEN now() END, 'look_up'
         FROM engagements WHERE id = $2`,
        [status, ids[status]],
      );
      await client.query('UPDATE submissions SET delay_ms = 86400000 WHERE engagement_id = $1', [
        ids[status],
      ]);
    }
  });
}

async function rowsOf(url: string, ids: readonly string[], name: string): Promise<string> {
  let text = '';
  await onDatabase(url, async (client) => {
    const queries = [
      'SELECT * FROM engagements WHERE id = ANY($1::uuid[]) ORDER BY id',
      'SELECT * FROM submissions WHERE engagement_id = ANY($1::uuid[]) ORDER BY id',
      'SELECT * FROM engagement_events WHERE engagement_id = ANY($1::uuid[]) ORDER BY id',
      'SELECT * FROM idempotency_keys WHERE engagement_id = ANY($1::uuid[]) ORDER BY key',
    ];
    for (const query of queries) {
      text += JSON.stringify((await client.query(query, [ids])).rows);
    }
    const { rows } = await client.query('SELECT count(*) FROM engagements WHERE created_by = $1', [name]);
    text += JSON.stringify(rows);
  });
  return text;
}

async function onDatabase(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function readObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    throw new Error(`No JSON object: ${JSON.stringify(value)}`);
  }
  return Object.fromEntries(Object.entries(value));
}
