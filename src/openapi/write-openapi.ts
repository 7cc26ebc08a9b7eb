import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { loadSettings } from '../config/load-settings.js';
import { createApp } from '../create-app.js';
import { openApiDocument } from './openapi-document.js';

/** Writes the OpenAPI document to the given file, or with `--check` fails where the file differs from it. */
async function main([file = 'openapi.json', flag]: readonly string[]): Promise<void> {
  // The committed one tells AWS's reference. Nothing connects before a request.
  const app = await createApp(
    loadSettings({ DATABASE_URL: 'postgresql://localhost/none', LOG_LEVEL: 'silent' }),
  );
  await app.init();
  const document = `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
  await app.close();
  if (flag !== '--check') {
    await writeFile(file, document);
    return;
  }
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed !== document) {
    process.stderr.write(`${file} differs from the code. Run: npm run openapi:write\n`);
    process.exitCode = 1;
  }
}

await main(process.argv.slice(2));
