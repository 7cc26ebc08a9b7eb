/**
 * Runs the Bruno collection in examples/bruno by Bruno's own command line, against a local stack on free ports with data
 * of its own. Plain JavaScript, as the command line that it starts is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..', '..');
const collection = join(project, 'examples', 'bruno');
const bruno = join(collection, 'node_modules', '@usebruno', 'cli', 'bin', 'bru.js');

if (!existsSync(bruno)) {
  console.error('Bruno’s command line is not installed: npm ci --prefix examples/bruno');
  process.exit(1);
}

const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-bruno-'));
// As root, PostgreSQL runs under another account, which has to pass here.
await chmod(directory, 0o711);
let output = '';
const stack = startStack();
const ended = once(stack, 'close').then(() => true);
try {
  await printed('Ctrl-C stops everything.');
  process.exitCode = await runCollection(printedUrl('API'), printedUrl('Partner Central'));
} catch (error) {
  console.error(error, output);
  process.exitCode = 1;
} finally {
  await stopStack();
  await rm(directory, { recursive: true, force: true });
}

/** `npm start` as it is, but for the building, and with nobody's own settings. */
function startStack() {
  const child = spawn(process.execPath, [join(project, 'dist', 'local', 'main.js')], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, PORT: '0', SIMULATOR_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return child;
}

async function printed(text) {
  while (!output.includes(text)) {
    const isOver = await Promise.race([once(stack.stdout, 'data').then(() => false), ended]);
    if (isOver) {
      throw new Error('The local stack ended before it was ready');
    }
  }
}

function printedUrl(name) {
  return new RegExp(`${name} +(http\\S+)`).exec(output)?.[1];
}

/** @returns its exit code: not 0 where a request, a test or an assertion has failed */
async function runCollection(baseUrl, simulatorUrl) {
  const variables = { baseUrl, simulatorUrl };
  const given = Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
  const run = spawn(process.execPath, [bruno, 'run', '--env', 'local', ...given], {
    cwd: collection,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(run, 'close');
  return code ?? 1;
}

/** As Ctrl-C does, which ends its PostgreSQL too. */
async function stopStack() {
  stack.kill('SIGINT');
  await ended;
}
