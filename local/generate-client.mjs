/**
 * `npm run generate`: Prisma's client from prisma/schema.prisma, unless the one that is there was made from the same:
 * 0.1 s then instead of 2, in front of every test run. Plain JavaScript, since nothing is compiled before it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');
const inputs = ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'];
const recordFile = join(project, 'src/database/generated/made-from.sha256');

const hash = createHash('sha256');
for (const input of inputs) {
  hash.update(readFileSync(join(project, input)));
}
const madeFrom = hash.digest('hex');

if (recorded() !== madeFrom) {
  execFileSync(join(project, 'node_modules/.bin/prisma'), ['generate'], {
    cwd: project,
    // Any program: it is only looked for. Prisma would else download its own, which a machine may not be able to.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
    stdio: 'inherit',
  });
  writeFileSync(recordFile, madeFrom);
}

function recorded() {
  try {
    return readFileSync(recordFile, 'utf8');
  } catch {
    return undefined;
  }
}
