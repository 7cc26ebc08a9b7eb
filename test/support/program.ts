import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Readable } from 'node:stream';
import { builtFrom, compileCache, project } from './built-program.js';
import { runVariable } from './run-guard.js';

/** A program of ours that runs as a process of its own. */
export interface Program {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** Everything it has printed so far, errors included. */
  output(): string;
  /** Resolves as soon as it has printed this; rejects when it ends first. */
  printed(text: string): Promise<void>;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ code: number | null; output: string }>;
}

/** What every process of a test run has in its environment, whatever else it is to know. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: compileCache,
    [runVariable]: process.env[runVariable],
  };
}

/** The address that an API has printed, as soon as it listens. */
export async function addressOf(program: Program): Promise<string> {
  await program.printed('Listening on ');
  return /Listening on (?<url>http:[^"\s]+)/.exec(program.output())?.groups?.['url'] ?? '';
}

/**
 * Starts it from what `buildPrograms()` has made of it, which Jest's global setup sees to.
 * @param source relative to the project, such as `local/main.ts`.
 * @param options.env is its whole environment, PATH apart.
 * @param options.cwd is its working directory; the project's own unless given.
 */
export function startProgram(
  source: string,
  options: { args?: string[]; env?: Record<string, string>; cwd?: string } = {},
): Program {
  const child = spawn(process.execPath, [builtFrom(source), ...(options.args ?? [])], {
    cwd: options.cwd ?? project,
    env: { ...ownEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, output: text }));

  return {
    process: child,
    output: () => text,
    ended,
    printed: async (wanted) => {
      while (!text.includes(wanted)) {
        const looked = new AbortController();
        const more = [child.stdout, child.stderr].map((stream) =>
          once(stream, 'data', { signal: looked.signal }).then(
            () => false,
            () => false,
          ),
        );
        const isOver = await Promise.race([...more, ended.then(() => true)]);
        looked.abort();
        if (isOver && !text.includes(wanted)) {
          throw new Error(`It ended without printing "${wanted}":\n${text}`);
        }
      }
    },
  };
}
