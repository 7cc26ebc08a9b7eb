/**
 * What the Dockerfile does, done in a folder: the packages of `npm ci --omit=dev`, the build and the migrations of a
 * clone. Every program of it runs, on a database of its own. Plain JavaScript, as the test that it is part of.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of the packages' files. What has grown above it either pays for itself or is to be trimmed: docs/dependencies.md. */
const budgetMB = 22;

/** As in the Dockerfile. Node refuses to start with a flag that it has no more. */
const nodeFlags = ['--enable-source-maps', '--max-semi-space-size=16', '--heap-growing-percent=50'];

/**
 * Installs what the clone has built for production, measures it and submits an engagement with it.
 * @param clone has its development packages, among them Node and PostgreSQL, and `dist/`.
 * @param directory is a folder that does not exist yet.
 */
export async function checkProduction({ clone, directory, env }) {
  await install(clone, directory, env);
  await checkPackages(directory, env);

  const { startTemporaryPostgres } = await import(
    pathToFileURL(join(clone, 'dist/local/temporary-postgres.js'))
  );
  const postgres = await startTemporaryPostgres();
  const programs = programsOf(clone, directory, { ...env, DATABASE_URL: postgres.url('postgres') });
  try {
    await runPrograms(programs);
  } catch (error) {
    console.error(`--- What the programs of production printed:\n${programs.output()}\n---`);
    throw error;
  } finally {
    await programs.stop();
    await postgres.stop();
  }
}

async function install(clone, directory, env) {
  await mkdir(join(directory, 'local'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc', 'local/trim-packages.mjs']) {
    await cp(join(clone, file), join(directory, file));
  }
  await run('npm', ['ci', '--omit=dev'], { cwd: directory, env, maxBuffer: 2 ** 26 });
  for (const folder of ['dist', 'prisma']) {
    await cp(join(clone, folder), join(directory, folder), { recursive: true });
  }
}

async function checkPackages(directory, env) {
  const bytes = await sizeOf(join(directory, 'node_modules'));
  const megabytes = Number((bytes / 1e6).toFixed(1));
  console.log(`npm ci --omit=dev: ${megabytes} MB of packages`);
  assert(megabytes <= budgetMB, `more than ${budgetMB} MB of packages`);
  // .npmrc has npm install no peers of its own accord; each that a package requires has to be there all the same.
  await run('npm', ['ls', '--all', '--omit=dev', '--no-legacy-peer-deps'], {
    cwd: directory,
    env,
    maxBuffer: 2 ** 26,
  });
}

async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The API leaves the submission to the worker. */
async function runPrograms(programs) {
  await programs.toItsEnd('dist/src/main-migrate.js');
  const simulator = await programs.start('dist/simulator/main.js', /simulator on (\S+)/, {
    SIMULATOR_PORT: '0',
    SIMULATOR_STATE_FILE: '',
  });
  const settings = {
    PORT: '0',
    SUBMISSION_WORKER: 'off',
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator,
    AWS_ACCESS_KEY_ID: 'simulator',
    AWS_SECRET_ACCESS_KEY: 'simulator',
  };
  await programs.start('dist/src/main-worker.js', /(The worker has started)/, settings);
  const api = await programs.start('dist/src/main.js', /Listening on (http[^"\s]+)/, settings);
  await submitEngagement(api);
  await openDocs(api);
}

async function submitEngagement(api) {
  const engagement = {
    title: 'Cloud migration for Acme',
    description: 'Move the order platform to AWS',
    contexts: [
      {
        type: 'customerProject',
        customer: {
          companyName: 'Acme',
          industry: 'retail',
          websiteUrl: 'acme.example.com',
          countryCode: 'us',
        },
        project: {
          title: 'Order platform',
          businessProblem: 'On-premises capacity runs out each November.',
          targetCompletionDate: '2999-06-30',
        },
      },
    ],
  };
  const saved = await fetch(`${api}/engagements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(engagement),
  });
  assert.equal(saved.status, 201, await saved.text());
  const submitted = await fetch(`${api}${saved.headers.get('location')}/submit`, { method: 'POST' });
  const answer = await submitted.text();
  assert.equal(submitted.status, 200, answer);
  console.log(`submitted in production as ${JSON.parse(answer).partnerCentral.arn}`);
}

/** The page, and everything that it loads. */
async function openDocs(api) {
  const page = await text(`${api}/docs`);
  const assets = [...page.matchAll(/(?:src|href)="(\.?\/[^"]+)"/g)].map(
    ([, path]) => new URL(path, `${api}/`),
  );
  assert(assets.length >= 5, `Swagger UI loads scripts, a style sheet and icons:\n${page}`);
  for (const asset of [...assets, `${api}/openapi.json`]) {
    assert(await text(asset), `${asset} is empty`);
  }
}

async function text(url) {
  const response = await fetch(url);
  assert.equal(response.status, 200, `${url}`);
  return response.text();
}

/** Programs of the folder, each a process of the clone's own Node: production asks for one that hosts may not have. */
function programsOf(clone, directory, env) {
  const node = join(clone, 'node_modules/.bin/node');
  const started = [];
  let output = '';
  return {
    output: () => output,
    toItsEnd: (file) => run(node, [...nodeFlags, file], { cwd: directory, env }),
    /** @returns what the first group of `ready` matches in its output, as soon as it does */
    start: async (file, ready, settings) => {
      const child = spawn(node, [...nodeFlags, file], {
        cwd: directory,
        env: { ...env, ...settings },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = once(child, 'close').then(() => undefined);
      started.push({ child, ended });
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk) => {
          printed += chunk;
          output += chunk;
        });
      }
      while (!ready.test(printed)) {
        const more = await Promise.race([once(child.stdout, 'data'), ended]);
        assert(more, `${file} ended before it was ready`);
      }
      return ready.exec(printed)[1];
    },
    stop: async () => {
      for (const { child, ended } of started.reverse()) {
        child.kill('SIGTERM');
        await ended;
      }
    },
  };
}
