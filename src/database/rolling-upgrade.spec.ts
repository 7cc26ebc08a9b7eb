import { expect, it } from '@jest/globals';
import { migrationsDirectory, readMigrations } from './migration-files.js';
import { splitStatements } from './split-statements.js';

/** The last one that was written for all processes to stop. */
const BEFORE = '20261126090505';

/** What takes away from a version that still runs what it reads or writes (CONTRIBUTING.md, A migration). */
const takesAway =
  /\bDROP\s+(COLUMN|TABLE|TYPE|FUNCTION|VIEW|DEFAULT|TRIGGER)\b|\bRENAME\b|\bSET\s+NOT\s+NULL\b|\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b|\bADD\s+COLUMN\b(?![^,;]*\bDEFAULT\b)[^,;]*\bNOT\s+NULL\b/i;

/** In its first line a migration may say which version stopped using what it takes away. */
const contractStep = /^-- Contract: .+/;

const takers = (sql: string) =>
  contractStep.test(sql) ? [] : splitStatements(sql).filter(({ text }) => takesAway.test(text));

it('no migration takes away what the version before it needs, unless it says that it is time', async () => {
  const migrations = await readMigrations(migrationsDirectory);
  const recent = migrations.filter(({ name }) => name > `${BEFORE}~`);
  expect(recent.length).toBeGreaterThan(0);

  expect(recent.flatMap(({ name, sql }) => takers(sql).map(({ text }) => `${name}: ${text}`))).toEqual([]);
});

it.each([
  'ALTER TABLE "engagements" DROP COLUMN "title";',
  'ALTER TABLE "engagements" RENAME COLUMN "title" TO "name";',
  'ALTER TABLE "engagements" ALTER COLUMN "title" SET NOT NULL;',
  'ALTER TABLE "engagements" ALTER COLUMN "title" TYPE varchar(40);',
  'ALTER TABLE "engagements" ADD COLUMN "notes" TEXT NOT NULL;',
  'DROP TABLE "engagement_events";',
])('would notice %s', (sql) => {
  expect(takers(sql)).toHaveLength(1);
  expect(takers(`-- Contract: nothing reads it since 2.0\n${sql}`)).toEqual([]);
});

it('lets be added what the version before need not know', () => {
  expect(
    takers('ALTER TABLE "x" ADD COLUMN "notes" TEXT NOT NULL DEFAULT \'\', ADD COLUMN "more" TEXT;'),
  ).toEqual([]);
});
