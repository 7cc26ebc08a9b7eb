/**
 * Takes out of a production installation what production never loads; docs/dependencies.md says what that saves. npm
 * runs it after `npm ci`. Where the development packages are, it does nothing: compiler and editor need the types.
 * Plain JavaScript for any Node, since nothing is compiled before it.
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const packages = join(import.meta.dirname, '..', 'node_modules');

/** Of paths like `package/folder/file`. That nothing else is missing, the smoke test finds out by running what stays. */
const neverLoaded = [
  // Node runs no TypeScript below node_modules.
  /\.(map|ts|mts|cts|tsbuildinfo)$/,
  /\/(?!licen[cs]e|notice)[^/]*\.(md|markdown)$/i,
  /^(@[^/]+\/[^/]+|[^@/][^/]*)\/(\.github|benchmarks?|docs|examples?|specs?|tests?)\//,

  // For other databases, and as CommonJS once more. Which one is used, `compilerBuild` in schema.prisma says.
  /^@prisma\/client\/runtime\/query_compiler_(?!small_bg\.postgresql\.(wasm-base64\.)?mjs$)/,
  /^@prisma\/client\/runtime\/wasm-compiler-edge\./,

  // For bundlers and browsers.
  /^(@aws-sdk|@smithy)\/[^/]+\/dist-es\//,
  /^class-(transformer|validator)\/(bundles|esm5|esm2015)\//,
  /^csv-parse\/dist\//,
  /^libphonenumber-js\/(bundle|es6-modern|source)\//,
  /^rxjs\/dist\/(bundles|esm5?)\//,
  /^swagger-ui-dist\/swagger-ui(-es-bundle.*)?\.js$/,

  // Countries' names in other languages than English.
  /^i18n-iso-countries\/langs\/(?!en\.json$)/,

  // As CommonJS; Nest imports the other.
  /^es-toolkit\/(compat\/|dist\/.*\.js$)/,
];

/** @returns whether anything is left in the folder */
function trim(folder, path) {
  let left = false;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    left = keeps(entry, join(folder, entry.name), `${path}${entry.name}`) || left;
  }
  if (!left) {
    rmdirSync(folder);
  }
  return left;
}

function keeps(entry, file, path) {
  if (entry.isDirectory()) {
    return trim(file, entry.name === 'node_modules' ? '' : `${path}/`);
  }
  const kept = !neverLoaded.some((pattern) => pattern.test(path));
  if (!kept) {
    rmSync(file);
  }
  return kept;
}

if (existsSync(packages) && !existsSync(join(packages, 'typescript'))) {
  trim(packages, '');
}
