import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Readable } from 'node:stream';

const project = join(import.meta.dirname, '..', '..');

/** A program of ours that runs as a process of its own, straight from its TypeScript source. */
export interface Program {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** Everything it has printed so far, errors included. */
  output(): string;
  /** Resolves as soon as it has printed this; rejects when it ends first. */
  printed(text: string): Promise<void>;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ code: number | null; output: string }>;
}

/** The address that an API has printed, as soon as it listens. */
export async function addressOf(program: Program): Promise<string> {
  await program.printed('Listening on ');
  return /Listening on (?<url>http:[^"\s]+)/.exec(program.output())?.groups?.['url'] ?? '';
}

/**
 * @param source relative to the project, such as `local/main.ts`.
 * @param options.env is its whole environment, PATH apart.
 * @param options.cwd is its working directory; the project's own unless given.
 */
export function startProgram(
  source: string,
  options: { args?: string[]; env?: Record<string, string>; cwd?: string } = {},
): Program {
  const hooks = join(project, 'test', 'support', 'typescript-hooks.mjs');
  const child = spawn(process.execPath, ['--import', hooks, join(project, source), ...(options.args ?? [])], {
    cwd: options.cwd ?? project,
    env: { PATH: process.env['PATH'], ...options.env },
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
        const more = Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
        const isOver = await Promise.race([more.then(() => false), ended.then(() => true)]);
        if (isOver && !text.includes(wanted)) {
          throw new Error(`It ended without printing "${wanted}":\n${text}`);
        }
      }
    },
  };
}
