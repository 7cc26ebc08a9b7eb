import { readFileSync } from 'node:fs';
import { transformSync } from '@swc/core';
import { build, type Plugin } from 'esbuild';
import { buildDirectory, project } from './built-program.js';

/** What tests start as processes of their own. */
const programs = [
  'src/main.ts',
  'src/main-worker.ts',
  'src/main-migrate.ts',
  'src/main-check.ts',
  'src/main-keys.ts',
  'local/keys.ts',
  'local/main.ts',
  'local/write-migration.ts',
  'examples/lead-capture/lead-capture.ts',
  'test/database/run-migrate.ts',
  'test/local/start-temporary-postgres.ts',
  'test/support/api-host.ts',
];

const notBundled = [
  // Nest imports them while it runs, which finds no names in a bundled CommonJS module.
  'class-transformer',
  'class-validator',
  // What is split into chunks is not run in the order in which it is imported, and decorators need it before all else.
  'reflect-metadata',
  // It reads files that stand beside it.
  'swagger-ui-dist',
  // Packages ask for these in vain: they are not installed.
  '@fastify/multipart',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'pg-native',
];

/** esbuild leaves out the types that decorators emit, which Nest and class-transformer live on. */
const decorators: Plugin = {
  name: 'decorators',
  setup(bundling) {
    bundling.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: transformSync(readFileSync(path, 'utf8'), { filename: path, sourceMaps: false }).code,
    }));
  },
};

/**
 * Bundles what tests start as processes, in 2 s: each then starts in half of the time that loading some two thousand
 * files takes, and a run starts more than a hundred.
 */
export async function buildPrograms(): Promise<void> {
  await build({
    absWorkingDir: project,
    entryPoints: programs,
    outbase: project,
    outdir: buildDirectory,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Nest and the OpenAPI document know classes by their names.
    keepNames: true,
    external: notBundled,
    plugins: [decorators],
    banner: { js: whatCommonJsHas },
    logLevel: 'warning',
  });
}

/** Bundled CommonJS modules ask for it, and ES modules do not have it. */
const whatCommonJsHas = `
import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;
`;
