/**
 * The API's types, from the committed openapi.json, as `src/generated/api.ts`: unless those that are there were made from
 * the same. They are not committed: of a second copy nobody could say whether it is the document's. Plain JavaScript,
 * since nothing is compiled before it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const openapi = new URL('../openapi.json', import.meta.url);
const types = join(import.meta.dirname, 'src/generated/api.ts');

const document = readFileSync(openapi, 'utf8');
const firstLine = `// Made by generate-types.mjs from ${createHash('sha256').update(document).digest('hex')}\n`;

if (!present().startsWith(firstLine)) {
  const text = astToString(await openapiTS(JSON.parse(document)));
  mkdirSync(dirname(types), { recursive: true });
  writeFileSync(types, firstLine + text);
}

function present() {
  try {
    return readFileSync(types, 'utf8');
  } catch {
    return '';
  }
}
