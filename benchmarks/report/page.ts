import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { project } from '../../test/support/built-program.js';
import { replaceSection } from './markdown.js';

const page = join(project, 'docs', 'benchmarks.md');

/** Replaces what a command has measured in `docs/benchmarks.md`; what people wrote around it stays. */
export async function writeSection(name: 'comparison' | 'scale', text: string): Promise<void> {
  const replaced = replaceSection(await readFile(page, 'utf8'), name, text);
  const options = await resolveConfig(page);
  await writeFile(page, await format(replaced, { ...options, filepath: page }));
}
