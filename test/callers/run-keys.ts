import { startProgram } from '../support/program.js';

/** What the keys program printed, as a process of its own. */
export interface KeysRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `node dist/src/main-keys.js` or, with another source, what `npm run keys` runs. */
export async function runKeys(
  env: Record<string, string>,
  args: string[],
  { source = 'src/main-keys.ts', cwd }: { source?: string; cwd?: string } = {},
): Promise<KeysRun> {
  const program = startProgram(source, { args, env, cwd });
  let stdout = '';
  let stderr = '';
  program.process.stdout.on('data', (chunk: string) => (stdout += chunk));
  program.process.stderr.on('data', (chunk: string) => (stderr += chunk));
  const { code } = await program.ended;
  return { code, stdout, stderr };
}

/** The same with `--json`. @throws Error where it did not work */
export async function keysJson(env: Record<string, string>, ...args: string[]) {
  const { code, stdout, stderr } = await runKeys(env, [...args, '--json']);
  if (code !== 0 || stderr !== '') {
    throw new Error(`It ended with ${String(code)}: ${stderr}`);
  }
  return JSON.parse(stdout);
}
