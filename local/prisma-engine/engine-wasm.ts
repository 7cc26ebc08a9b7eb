import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

let started: Promise<void> | undefined;

/**
 * Makes the classes of `@prisma/schema-engine-wasm/schema_engine_bg` usable; again and again does no harm. The
 * package's own entry imports its .wasm file as a module, which Node calls experimental and Jest can't do.
 */
export function startEngineWasm(): Promise<void> {
  started ??= instantiate();
  return started;
}

async function instantiate(): Promise<void> {
  // Where the engine reports a bug of its own; without it that would read "unreachable".
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: panic } });
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace('schema_engine.js', 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': imports(),
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** What the engine calls in JavaScript: the package's bindings, except for its timers. */
function imports(): object {
  const entries = Object.entries<unknown>({ ...bindings });
  return Object.fromEntries(
    entries.map(([name, binding]) => [name, name.startsWith('__wbg_setTimeout_') ? setIdleTimeout : binding]),
  );
}

/** The engine limits its wait for a lock to ten seconds and never clears that timer, which kept every process so long. */
function setIdleTimeout(callback: () => void, milliseconds: number): NodeJS.Timeout {
  return setTimeout(callback, milliseconds).unref();
}

function panic(message: string): never {
  throw new Error(`Prisma's migration engine failed: ${message}`);
}
