import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from '../support/find-program.js';

const run = promisify(execFile);

/** What a sample has printed of its answer. */
export interface PrintedAnswer {
  readonly status: number;
  readonly body: ReturnType<typeof JSON.parse>;
}

/** What a reader may say of the API to a sample. */
export interface Reader {
  readonly API_URL: string;
  readonly API_KEY?: string;
}

/** Runs a sample of curl in the plainest shell. */
export async function pasteToShell(source: string, reader: Reader): Promise<PrintedAnswer> {
  const { stdout } = await run('sh', ['-c', source], { env: environmentOf(reader) });
  const [head = '', body = ''] = stdout.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), body: JSON.parse(body) };
}

/**
 * Runs a sample of Python.
 * @throws Error where there is no Python with `requests`
 */
export async function pasteToPython(source: string, reader: Reader): Promise<PrintedAnswer> {
  python ??= findPython();
  const { stdout } = await run(await python, ['-c', source], { env: environmentOf(reader) });
  return { status: Number(stdout.slice(0, 3)), body: JSON.parse(stdout.slice(4)) };
}

let python: Promise<string> | undefined;

/** That of the PATH may be one without `requests`, and the system's another one. */
async function findPython(): Promise<string> {
  const candidates = [process.env['PYTHON'], findProgram(['python3']), '/usr/bin/python3'];
  for (const program of candidates.filter((one) => one !== undefined)) {
    const hasRequests = await run(program, ['-c', 'import requests']).then(
      () => true,
      () => false,
    );
    if (hasRequests) {
      return program;
    }
  }
  throw new Error('No Python with requests: install it (apt-get install python3-requests) or set PYTHON.');
}

function environmentOf(reader: Reader): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...reader };
}
