import { expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import { logLevels } from '../../src/config/settings.js';
import { marksIn } from './marked-engagement.js';
import { sendEverything } from './marked-paths.js';
import { playMarked } from './marked-scene.js';

/**
 * What callers write is marked, sent through every path that there is, faults included, and looked for in all that the
 * programs print and keep.
 */
jest.setTimeout(180_000);

/** Where what callers write belongs: the engagement itself, its requests, and the answers to its caller. */
const itsOwn: Readonly<Record<string, readonly string[]>> = {
  submissions: ['request'],
  idempotency_keys: ['answer'],
};

it.concurrent.each(logLevels)(
  'nothing that callers write is printed or kept beside it at log level %s',
  async (level) => {
    await playMarked(level, sendEverything, async (database, { output, notifications, statements }) => {
      expect(marksIn(output)).toEqual([]);
      expect(marksIn(notifications.join('\n'))).toEqual([]);
      expect(marksIn(statements.join('\n'))).toEqual([]);
      expect(await markedTables(database)).toEqual({});

      // That marks would have been found.
      expect(notifications.length).toBeGreaterThan(10);
      expect(statements.length).toBeGreaterThan(5);
      for (const sql of [
        'SELECT to_jsonb(one)::text AS text FROM engagements one',
        'SELECT request AS text FROM submissions',
        'SELECT answer AS text FROM idempotency_keys',
      ]) {
        expect(marksIn(await textOf(database, sql))).not.toEqual([]);
      }
      if (level === 'trace') {
        for (const line of ['request completed', 'Attempt ended', 'Looked up', 'Unexpected error']) {
          expect(output).toContain(line);
        }
      }
    });
  },
);

/** What each table has of marks where they do not belong. */
async function markedTables(database: Client): Promise<Record<string, string[]>> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'engagements'`,
  );
  expect(rows.length).toBeGreaterThan(8);
  const found: Record<string, string[]> = {};
  for (const { name } of rows) {
    const marks = marksIn(
      await textOf(database, `SELECT (to_jsonb(one) - $1::text[])::text AS text FROM "${name}" one`, [
        itsOwn[name] ?? [],
      ]),
    );
    if (marks.length > 0) {
      found[name] = marks;
    }
  }
  return found;
}

async function textOf(database: Client, sql: string, values: unknown[] = []): Promise<string> {
  const { rows } = await database.query<{ text: string | null }>(sql, values);
  return rows.map(({ text }) => text ?? '').join('\n');
}
