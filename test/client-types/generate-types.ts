import { execFile } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { project } from '../support/built-program.js';

const run = promisify(execFile);

const packages = join(project, 'node_modules');

/** The generators, and where in their folder they write to. */
export const generators = {
  'openapi-typescript': 'generated.d.ts',
  'hey-api': 'generated/types.gen.ts',
} as const;

export type Generator = keyof typeof generators;

/**
 * Has both generators make types of an OpenAPI document, by their command lines, as a developer would.
 * @returns a folder for each in one that is the caller's to delete, with the app of `app/` beside the types
 */
export async function generateTypes(document: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'client-types-'));
  const app = join(import.meta.dirname, 'app');
  await Promise.all(
    Object.keys(generators).map(async (name) => {
      await cp(join(app, name), join(folder, name), { recursive: true });
      await cp(join(app, 'app.ts'), join(folder, name, 'app.ts'));
    }),
  );
  await Promise.all([
    generate('openapi-typescript/bin/cli.js', [
      document,
      '--output',
      join(folder, 'openapi-typescript', 'generated.d.ts'),
    ]),
    generate('@hey-api/openapi-ts/bin/run.js', [
      '--input',
      document,
      '--output',
      join(folder, 'hey-api', 'generated'),
      '--plugins',
      '@hey-api/typescript',
      '--no-log-file',
    ]),
  ]);
  return folder;
}

async function generate(program: string, options: readonly string[]): Promise<void> {
  await run(process.execPath, [join(packages, program), ...options]);
}
