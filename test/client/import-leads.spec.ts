import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type EngagementDraft,
  type ImportedRow,
  Invalid,
  type LeadImport,
  PartnerEngagements,
  Unavailable,
} from '@partner-engagements/client';
import { startApi, type TestApi } from '../support/api.js';
import { waitUntil } from '../support/settled.js';
import {
  cutOff,
  hang,
  page,
  problem,
  type Reply,
  reset,
  type ScriptedServer,
  startScriptedServer,
} from './scripted-server.js';

let api: TestApi;
let client: PartnerEngagements;

beforeAll(async () => {
  api = await startApi();
  client = new PartnerEngagements({ baseUrl: api.url });
});

afterAll(async () => {
  await api.close();
});

let last = 0;
const leads = (count: number): EngagementDraft[] =>
  Array.from({ length: count }, () => ({ externalRef: `lead-${(last += 1)}`, title: 'Lead' }));

const csvOf = (drafts: readonly EngagementDraft[]) =>
  ['externalRef,Company', ...drafts.map(({ externalRef = '' }) => `${externalRef},"Acme, Inc."`)].join('\n');

const idOf = (row: ImportedRow) => ('id' in row ? row.id : undefined);

async function rowsOf(imported: LeadImport): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = [];
  for await (const row of imported) {
    rows.push(row);
  }
  return rows;
}

describe('importLeads', () => {
  it('saves drafts, and tells of each and of the whole', async () => {
    const drafts = leads(250);
    const imported = client.importLeads(drafts);
    const rows = await rowsOf(imported);

    expect(rows.map(({ row }) => row)).toEqual(drafts.map((_, index) => index + 1));
    expect(new Set(rows.map(idOf)).size).toBe(250);
    expect(await imported.summary()).toMatchObject({ created: 250, failed: 0, complete: true });
    const { data } = await client.api.GET('/engagements/by-ref/{externalRef}', {
      params: { path: { externalRef: drafts[7]?.externalRef ?? '' } },
    });
    expect(rows.map(idOf)[7]).toBe(data?.id);
  });

  it('does so when only the summary is asked for', async () => {
    expect(await client.importLeads(leads(3)).summary()).toMatchObject({ created: 3 });
  });

  it('tells of rows that are refused, beside those that are not', async () => {
    const drafts = [...leads(1), { externalRef: 'x', title: 'x'.repeat(300) }];
    const imported = client.importLeads(drafts);

    expect(await rowsOf(imported)).toMatchObject([
      { row: 1, ready: false },
      { row: 2, type: '/problems/invalid-request', errors: [{ pointer: '/title' }] },
    ]);
    expect(await imported.summary()).toMatchObject({ created: 1, failed: 1, complete: true });
  });

  it('takes a CSV with what it needs to be read', async () => {
    const csv = `Company & "Co",Lead Owner\nAcme,Ada\nGlobex,Bob`;
    const imported = client.importLeads(csv, {
      map: { 'Company & "Co"': 'companyName' },
      default: { title: '{companyName} – Retail Summit' },
      ignoreUnknown: true,
      dryRun: true,
    });

    expect(await imported.summary()).toMatchObject({
      savable: 2,
      created: 0,
      columns: [{ column: 'Company & "Co"', field: 'companyName' }],
      ignored: ['Lead Owner'],
    });
  });

  it('throws what is wrong with all of it', async () => {
    const imported = client.importLeads('Colour,Shape\nred,round');

    await expect(imported.summary()).rejects.toBeInstanceOf(Invalid);
    await expect(client.importLeads([]).summary()).rejects.toBeInstanceOf(Invalid);
  });

  it('ends when its reader leaves', async () => {
    const imported = client.importLeads(leads(500));
    for await (const { row } of imported) {
      expect(row).toBe(1);
      break;
    }

    await expect(imported.summary()).rejects.toThrow('The import was left before its end.');
  });

  it('does not wait for its reader', async () => {
    const imported = client.importLeads(leads(500));
    const rows = imported[Symbol.asyncIterator]();
    await rows.next();
    const path = { externalRef: `lead-${last}` };
    await waitUntil(async () => {
      const { data } = await client.api.GET('/engagements/by-ref/{externalRef}', { params: { path } });
      return data !== undefined;
    });

    expect(await rows.next()).toMatchObject({ value: { row: 2 } });
    expect(await imported.summary()).toMatchObject({ created: 500 });
  });

  it('ends with a signal', async () => {
    const leaving = new AbortController();
    const imported = client.importLeads(leads(500), { signal: leaving.signal });
    const reading = (async () => {
      for await (const { row } of imported) {
        if (row === 1) {
          leaving.abort(new Error('the page was closed'));
        }
      }
    })();

    await expect(reading).rejects.toThrow('the page was closed');
  });
});

describe('a source', () => {
  it.each<[string, (drafts: EngagementDraft[]) => Parameters<PartnerEngagements['importLeads']>[0]]>([
    ['a text of CSV', csvOf],
    ['a text of CSV with a byte order mark', (drafts) => `\ufeff${csvOf(drafts)}`],
    ['a text of NDJSON', (drafts) => drafts.map((draft) => `\n  ${JSON.stringify(draft)}`).join('\n')],
    ['a file', (drafts) => new Blob([csvOf(drafts)])],
    ['bytes', (drafts) => Buffer.from(csvOf(drafts))],
    ['drafts that are made one by one', (drafts) => drafts.values()],
    [
      'drafts that come one by one',
      async function* (drafts) {
        yield* await Promise.resolve(drafts);
      },
    ],
    ['a stream of bytes', (drafts) => new Blob([csvOf(drafts)]).stream()],
    ['a stream of drafts', (drafts) => ReadableStream.from(drafts)],
  ])('may be %s', async (_, sourceOf) => {
    const drafts = leads(5);
    const summary = await client.importLeads(sourceOf(drafts)).summary();

    expect(summary).toMatchObject({ created: 5, complete: true });
  });

  it('may be a file that is read as it is sent', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-import-'));
    const path = join(directory, 'leads.csv');
    await writeFile(path, csvOf(leads(3000)));
    const summary = await client.importLeads(createReadStream(path)).summary();
    await rm(directory, { recursive: true });

    expect(summary).toMatchObject({ created: 3000 });
  });

  it('that never ends is refused before anything is sent', async () => {
    const endless = function* () {
      for (;;) {
        yield { title: 'x'.repeat(1_000_000) };
      }
    };

    await expect(client.importLeads(endless()).summary()).rejects.toThrow(RangeError);
  });

  it('that breaks is told as it broke', async () => {
    const breaking = async function* () {
      yield await Promise.resolve({ title: 'one' });
      throw new Error('the disk is gone');
    };

    await expect(client.importLeads(breaking()).summary()).rejects.toThrow('the disk is gone');
  });
});

describe('what is lost', () => {
  const servers: ScriptedServer[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function importFrom(replies: readonly Reply[], deadlineMs = 10_000) {
    const server = await startScriptedServer(...replies);
    servers.push(server);
    const imported = new PartnerEngagements({ baseUrl: server.url }).importLeads(leads(3), { deadlineMs });
    return { server, imported };
  }

  const lines = (...results: object[]) => results.map((result) => `${JSON.stringify(result)}\n`).join('');
  const row = (number: number) => ({ row: number, line: number, id: `id-${number}`, ready: true });
  const summary = { created: 3, failed: 0, complete: true };
  const ndjson = 'application/x-ndjson';
  const whole = page(200, ndjson, lines(row(1), row(2), row(3), summary));

  it.each<[string, Reply]>([
    ['all of it', reset],
    ['half an answer', cutOff],
    ['a proxy’s page', page(502)],
    ['a proxy’s page that is called well', page(200, ndjson, '<h1>Hello</h1>')],
    ['the service is busy', problem(503, 'overloaded', 'same')],
    ['the key is in use', problem(409, 'idempotency-key-in-use', 'same', {}, { 'retry-after': '0' })],
    ['the end', page(200, ndjson, lines(row(1), row(2)))],
    ['the end of a row', page(200, ndjson, lines(row(1)) + '{"row":2,"li')],
    ['rows that were not read', page(200, ndjson, lines(row(1), { ...summary, complete: false }))],
  ])('is sent again, under the same key, and each row is told once: %s', async (_, reply) => {
    const { imported, server } = await importFrom([reply, whole]);

    expect((await rowsOf(imported)).map(idOf)).toEqual(['id-1', 'id-2', 'id-3']);
    expect(await imported.summary()).toEqual(summary);
    expect(server.asked).toHaveLength(2);
    expect(server.asked[1]?.body).toBe(server.asked[0]?.body);
    expect(server.asked[1]?.headers['idempotency-key']).toBe(server.asked[0]?.headers['idempotency-key']);
  });

  it('is told as it is where a repeat gets no further', async () => {
    const ended = { ...summary, complete: false, detail: 'A quote never ends.' };
    const { imported, server } = await importFrom([page(200, ndjson, lines(row(1), ended))]);

    expect(await imported.summary()).toEqual(ended);
    expect(server.asked).toHaveLength(2);
  });

  it('is told at the deadline', async () => {
    const { imported } = await importFrom([hang], 500);

    await expect(imported.summary()).rejects.toBeInstanceOf(Unavailable);
  });
});
