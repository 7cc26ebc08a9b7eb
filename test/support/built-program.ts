import { join } from 'node:path';

export const project = join(import.meta.dirname, '..', '..');

/** Not `dist/`: somebody may build while tests run. */
export const buildDirectory = join(project, '.data', 'test-build');

/** Where programs keep what V8 has compiled: they start the faster for it. */
export const compileCache = join(buildDirectory, 'compile-cache');

/** @param source relative to the project, such as `local/main.ts` */
export function builtFrom(source: string): string {
  return join(buildDirectory, source.replace(/\.ts$/, '.js'));
}
