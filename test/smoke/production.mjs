/**
 * What the Dockerfile makes, without a container engine: what it installs and builds, in folders, and each of its programs
 * as a process that may write nowhere in there, on a database of its own. Plain JavaScript, as the test that it is part of.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, realpath, stat, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildImage } from './dockerfile.mjs';

const run = promisify(execFile);

/** Of the packages' files. What has grown above it either pays for itself or is to be trimmed: docs/dependencies.md. */
const budgetMB = 22;

/** `nobody` of Debian, when we are root: the image's own account is not root either. */
const account = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {};

/**
 * Makes of the clone what the Dockerfile makes of it, measures it and submits an engagement with it.
 * @param clone has its development packages, among them Node and PostgreSQL, and `dist/`.
 * @param directory is a folder that does not exist yet.
 */
export async function checkProduction({ clone, directory, env }) {
  const node = await realpath(join(clone, 'node_modules/.bin/node'));
  const ownEnv = { ...env, PATH: [await baseImage(node, directory), env.PATH].join(delimiter) };
  const image = await buildImage({ context: clone, directory, env: ownEnv });
  await checkPackages(image.folder, ownEnv);
  await checkFiles(image.folder);
  await run('chmod', ['-R', 'a-w', image.folder]);

  const { startTemporaryPostgres } = await import(
    pathToFileURL(join(clone, 'dist/local/temporary-postgres.js'))
  );
  const postgres = await startTemporaryPostgres();
  const programs = programsOf(image, { ...ownEnv, ...image.env, DATABASE_URL: postgres.url('postgres') });
  try {
    await runPrograms(programs, image);
  } catch (error) {
    console.error(`--- What the programs of production printed:\n${programs.output()}\n---`);
    throw error;
  } finally {
    await programs.stop();
    await postgres.stop();
    await run('chmod', ['-R', 'u+w', image.folder]);
  }
}

/** A folder with the base image's Node, for the PATH. */
async function baseImage(node, directory) {
  const folder = join(directory, 'bin');
  await mkdir(folder, { recursive: true });
  await symlink(node, join(folder, 'node'));
  await chmod(directory, 0o755);
  return folder;
}

/** Nothing of development: neither sources nor tests, nor what only development runs. */
async function checkFiles(folder) {
  assert.deepEqual((await readdir(folder)).sort(), [
    'dist',
    'node_modules',
    'package.json',
    'prisma',
    'sbom.cdx.json',
  ]);
  assert.deepEqual((await readdir(join(folder, 'dist'))).sort(), ['simulator', 'src']);
  const files = await readdir(folder, { recursive: true });
  // Of packages the source maps go too; our own name the line of the source in a stack trace.
  const unwanted = files.filter(
    (file) =>
      /\.([cm]?ts|spec\.js|tsbuildinfo)$/.test(file) ||
      (file.startsWith('node_modules') && file.endsWith('.map')),
  );
  assert.deepEqual(unwanted, []);

  const bill = JSON.parse(await readFile(join(folder, 'sbom.cdx.json'), 'utf8'));
  assert.equal(bill.bomFormat, 'CycloneDX');
  const names = bill.components.map(({ name }) => name);
  assert(
    names.includes('fastify') && !names.includes('typescript') && !names.includes('openapi-fetch'),
    'it has what production has, and no more',
  );
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

/** What callers need to submit. */
const keyOrder = [
  'create',
  '--name=smoke',
  '--scopes=engagements:read,engagements:write,engagements:submit',
  '--json',
];

/** The API leaves the submission to the worker. */
async function runPrograms(programs, { command, healthCheck }) {
  await programs.toItsEnd('dist/src/main-migrate.js');
  await refusesWithoutSignIn(programs, command.at(-1));
  const simulator = await programs.start('dist/simulator/main.js', /simulator on (\S+)/, {
    SIMULATOR_PORT: '0',
    SIMULATOR_STATE_FILE: '',
  });
  const settings = {
    AUTH: 'api-key',
    PORT: '0',
    SUBMISSION_WORKER: 'off',
    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: simulator,
    AWS_ACCESS_KEY_ID: 'simulator',
    AWS_SECRET_ACCESS_KEY: 'simulator',
  };
  await programs.start('dist/src/main-worker.js', /(The worker has started)/, settings);
  const api = await programs.start(command.at(-1), /Listening on (http[^"\s]+)/, settings);
  await run(healthCheck[0], healthCheck.slice(1), { env: { ...programs.env, PORT: new URL(api).port } });
  const { stdout } = await programs.toItsEnd('dist/src/main-keys.js', ...keyOrder);
  await submitEngagement(api, JSON.parse(stdout).key);
  await openDocs(api);
}

/** The image listens on all addresses: an operator has to say how callers sign in. */
async function refusesWithoutSignIn(programs, main) {
  await assert.rejects(programs.toItsEnd(main), ({ code, stderr }) => {
    assert.equal(code, 78);
    assert.match(stderr, /^HOST: is 0\.0\.0\.0, and without AUTH /m);
    return true;
  });
}

async function submitEngagement(api, key) {
  const authorization = `Bearer ${key}`;
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
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(engagement),
  });
  assert.equal(saved.status, 201, await saved.text());
  const submitted = await fetch(`${api}${saved.headers.get('location')}/submit`, {
    method: 'POST',
    headers: { authorization },
  });
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

/** Programs of the image, each a process of an account that may write nothing of it. */
function programsOf({ folder, command }, env) {
  const [node, ...args] = command;
  const flags = args.slice(0, -1);
  const started = [];
  let output = '';
  const options = { cwd: folder, ...account };
  return {
    env,
    output: () => output,
    toItsEnd: (file, ...more) => run(node, [...flags, file, ...more], { ...options, env }),
    /** @returns what the first group of `ready` matches in its output, as soon as it does */
    start: async (file, ready, settings) => {
      const child = spawn(node, [...flags, file], {
        ...options,
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
