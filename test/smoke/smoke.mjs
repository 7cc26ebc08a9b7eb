/**
 * What a newcomer does first, done by a machine: clone, `npm ci && npm start`, paste the printed call, Ctrl-C; and then
 * what the Dockerfile does with that. Runs the committed state, in a folder and with a home of its own. Plain
 * JavaScript: it must not need what it tests.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { checkProduction } from './production.mjs';

const limitMs = 20 * 60_000;
const project = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-smoke-'));
// Readable for others, as a clone usually is: as root, PostgreSQL runs under another account.
await chmod(directory, 0o755);
const clone = join(directory, 'clone');
const env = await newcomersEnvironment();

let output = '';
let app;

const limit = setTimeout(() => {
  fail(new Error(`not done after ${limitMs / 60_000} minutes`));
}, limitMs);

try {
  await smoke();
  clearTimeout(limit);
  await rm(directory, { recursive: true, force: true });
} catch (error) {
  fail(error);
}

async function smoke() {
  await run('git', ['clone', '--quiet', project, clone]);
  const installed = await timed(() => run('npm', ['ci'], { cwd: clone, env, maxBuffer: 2 ** 26 }));
  console.log(`npm ci: ${installed.seconds} s`);

  const answered = await timed(async () => {
    app = startApp();
    await printed('Ctrl-C stops everything.');
    return pasteTheCall();
  });
  console.log(`npm start to the first answer, an engagement submitted: ${answered.seconds} s`);
  await check(answered.result);
  await stop();

  const production = join(directory, 'production');
  const deployed = await timed(() => checkProduction({ clone, directory: production, env }));
  console.log(`production, installed and tried: ${deployed.seconds} s`);
  console.log('Smoke test passed.');
}

/** In a process group of its own, as a terminal would start it. */
function startApp() {
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env,
    detached: true,
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
    const ended = await Promise.race([
      once(app.stdout, 'data').then(() => false),
      once(app, 'close').then(() => true),
    ]);
    assert(!ended, 'npm start ended before it was ready');
  }
}

/** Runs the printed call through a shell, to the letter. */
async function pasteTheCall() {
  const call = /^curl [^]*?(?=\n\n)/m.exec(output)?.[0];
  assert(call, 'npm start printed no curl call');
  const { stdout } = await run('bash', ['-c', call]);
  const [head, body] = stdout.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), engagement: JSON.parse(body) };
}

async function check({ status, engagement }) {
  assert.equal(status, 201);
  assert.equal(engagement.status, 'submitted');
  const arn = engagement.partnerCentral.arn;

  const ledger = await (await fetch(`${printedUrl('Partner Central')}/_simulator/ledger`)).json();
  assert.deepEqual(
    ledger.engagements.map((entry) => entry.arn),
    [arn],
  );
  const docs = await fetch(printedUrl('Swagger UI'));
  assert.equal(docs.status, 200);
  assert.match(await docs.text(), /swagger-ui/);
  console.log(`submitted as ${arn}`);
}

function printedUrl(name) {
  const url = new RegExp(`${name} +(http\\S+)`).exec(output)?.[1];
  assert(url, `npm start printed no URL for ${name}`);
  return url;
}

/** Ctrl-C, which a terminal sends to the whole group. */
async function stop() {
  const pidFile = join(clone, '.data', 'postgres', 'postmaster.pid');
  const postgres = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
  const stopped = await timed(() => {
    process.kill(-app.pid, 'SIGINT');
    return once(app, 'close');
  });
  assert.equal(app.exitCode, 0, 'npm start ends with 0 after Ctrl-C');
  assert.throws(() => process.kill(postgres, 0), { code: 'ESRCH' }, 'PostgreSQL has ended');
  assert(!existsSync(pidFile), 'PostgreSQL has ended in good order');
  console.log(`Ctrl-C to the end of everything: ${stopped.seconds} s`);
}

/** An empty home, no settings of ours or of AWS, and none of the programs that npm puts on the PATH here. */
async function newcomersEnvironment() {
  const home = join(directory, 'home');
  await mkdir(home);
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(AWS_|PARTNER_CENTRAL|SUBMISSION_|DATABASE_URL$|HOST$|LOG_LEVEL$|NODE_OPTIONS$)/.test(name),
  );
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    PATH: path.join(delimiter),
    PORT: '0',
    SIMULATOR_PORT: '0',
  };
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: ((performance.now() - start) / 1000).toFixed(1) };
}

function fail(error) {
  console.error('Smoke test failed:', error);
  console.error(`--- What npm start printed:\n${output}\n---`);
  if (app?.exitCode === null) {
    // Its PostgreSQL is stopped with it, since SIGTERM is orderly too.
    process.kill(-app.pid, 'SIGTERM');
    app.once('close', () => process.exit(1));
    setTimeout(() => process.exit(1), 10_000);
  } else {
    process.exit(1);
  }
}
