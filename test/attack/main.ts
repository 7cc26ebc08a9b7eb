import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTestProgram, say } from '../support/run-test-program.js';
import { putAtOnce } from './attacks/by-ref-at-once.js';
import { putByRef } from './attacks/by-ref.js';
import { attackConnections } from './attacks/connections.js';
import { forgeCredentials } from './attacks/credentials.js';
import { importCsvFiles } from './attacks/csv-files.js';
import { tryForeignIds } from './attacks/foreign-ids.js';
import { uploadForms } from './attacks/forms.js';
import { smuggleHeaders } from './attacks/headers.js';
import { queryImports } from './attacks/import-queries.js';
import { injectTexts } from './attacks/injections.js';
import { sendJsonPatches } from './attacks/json-patches.js';
import { importUnderOneKey } from './attacks/keyed-imports.js';
import { sendLargeRequests } from './attacks/large-requests.js';
import { holdLongPolls } from './attacks/long-polls.js';
import { sendLongValues } from './attacks/long-values.js';
import { assignForbiddenMembers } from './attacks/mass-assignment.js';
import { tryMethodsAndTypes } from './attacks/methods-and-types.js';
import { sendMutations } from './attacks/mutations.js';
import { validateBodies } from './attacks/validations.js';
import { Battlefield } from './battlefield.js';
import { type AttackOptions, readOptions, usage } from './options.js';
import { startTarget, type Target } from './target.js';

/** What a container of the API is given (`docs/operations.md`). */
const MOST_MEMORY_MB = 512;

/** `npm run test:attack`: does to a running service what an attacker would, and judges every answer. */
async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-attack-'));
  const target = await startTarget(directory);
  let clean = false;
  try {
    clean = await attack(target, options);
  } finally {
    await target.stop();
    if (clean && !options.keep) {
      await rm(directory, { recursive: true, force: true });
    } else {
      say(`Log: ${target.logFile}`);
    }
  }
  return clean;
}

async function attack(target: Target, options: AttackOptions): Promise<boolean> {
  const field = await Battlefield.open(target, options);
  const before = await field.victim.rows();
  const started = performance.now();
  await tryForeignIds(field);
  await forgeCredentials(field);
  await smuggleHeaders(field);
  await tryMethodsAndTypes(field);
  await assignForbiddenMembers(field);
  await sendJsonPatches(field);
  await injectTexts(field);
  await putByRef(field);
  await putAtOnce(field);
  await validateBodies(field);
  await sendLongValues(field);
  await sendMutations(field, options.mutations);
  await uploadForms(field);
  await importCsvFiles(field);
  await queryImports(field);
  await importUnderOneKey(field);
  await sendLargeRequests(field);
  await holdLongPolls(field);
  await attackConnections(field);
  const seconds = Math.round((performance.now() - started) / 1000);

  if ((await field.victim.rows()) !== before) {
    field.fault('afterwards', 'what belongs to the victim has changed');
  }
  if (target.api.diedByItself > 0) {
    field.fault('afterwards', `the API ended by itself, ${target.api.diedByItself} times`);
  }
  const memoryMB = target.api.diedByItself > 0 ? NaN : Math.round(await target.memoryMB());
  if (memoryMB > MOST_MEMORY_MB) {
    field.fault('afterwards', `the API has taken ${memoryMB} MB of memory`);
  }
  const log = await readFile(target.logFile, 'utf8');
  for (const secret of field.victim.secrets.filter((one) => log.includes(one))) {
    field.fault('afterwards', `the log holds ${secret}`);
  }
  if (/\/by-ref\/(?!:externalRef\b)/i.test(log)) {
    field.fault('afterwards', 'the log holds ids that callers have chosen');
  }
  field.close();
  say(field.report.text());
  say(
    `\nSeed ${options.seed}: ${seconds} s, ${memoryMB} MB, ${field.report.isClean ? 'no fault' : 'FAULTS'}`,
  );
  return field.report.isClean;
}

await runTestProgram(usage, main);
