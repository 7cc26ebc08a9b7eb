/**
 * Does what the Dockerfile says where there is no container engine: each stage is a folder, the base image is the
 * machine with one Node on its PATH. An instruction that it does not know fails it, so that none goes untried.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @param options.context the folder with the Dockerfile
 * @param options.directory where the stages' folders are made
 * @param options.env what `RUN` finds, its PATH with the base image's Node first
 * @returns the last stage: its folder, what `ENV` has set, and the commands of CMD and HEALTHCHECK
 */
export async function buildImage({ context, directory, env }) {
  const instructions = parse(await readFile(join(context, 'Dockerfile'), 'utf8'));
  const sent = await sentFiles(context);
  const stages = new Map();
  let stage;
  for (const { name, rest } of instructions) {
    if (name === 'FROM') {
      stage = await begin(rest, stages, directory);
    } else {
      await instructionsOf[name]?.(rest, stage, { context, sent, stages, env });
      assert(instructionsOf[name], `test/smoke/dockerfile.mjs does not know ${name}`);
    }
  }
  return stage;
}

/** Lines that end with a backslash go on; comments and blank lines go. */
function parse(text) {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, rest] = /^(\w+)\s+(.+)$/.exec(line);
      return { name, rest };
    });
}

async function begin(rest, stages, directory) {
  const [, from, name = 'final'] = /^(\S+)(?: AS (\S+))?$/.exec(rest);
  const parent = stages.get(from);
  if (parent === undefined) {
    assert.match(from, /^node:[\d.]+-slim@sha256:[0-9a-f]{64}$/, 'the base image is pinned by its digest');
    assert.equal(
      /^node:([\d.]+)/.exec(from)[1],
      process.versions.node,
      'the base image has the Node of the tests',
    );
  }
  const stage = { folder: join(directory, `image-${name}`), env: { ...parent?.env } };
  await mkdir(stage.folder, { recursive: true });
  if (parent !== undefined) {
    await cp(parent.folder, stage.folder, { recursive: true, verbatimSymlinks: true });
  }
  stages.set(name, stage);
  return stage;
}

const instructionsOf = {
  WORKDIR: (rest) => {
    assert.equal(rest, '/app', 'each stage works in /app, which stands for its folder');
  },
  ENV: (rest, stage) => {
    Object.assign(stage.env, Object.fromEntries(rest.split(' ').map((one) => one.split('='))));
  },
  COPY: async (rest, stage, { context, sent, stages }) => {
    const [, from, paths] = /^(?:--from=(\S+) )?(.+)$/.exec(rest);
    const all = paths.split(' ');
    const to = join(stage.folder, all.pop());
    for (const path of all) {
      const source = from === undefined ? join(context, path) : path.replace('/app', stages.get(from).folder);
      const target = paths.endsWith('/') && path !== '.' ? join(to, basename(path)) : to;
      await mkdir(dirname(target), { recursive: true });
      const isSent = (file) => from !== undefined || sent(relative(context, file));
      await cp(source, target, { recursive: true, verbatimSymlinks: true, filter: isSent });
    }
  },
  RUN: async (rest, stage, { env }) => {
    await run('sh', ['-c', rest], { cwd: stage.folder, env: { ...env, ...stage.env }, maxBuffer: 2 ** 26 });
  },
  USER: (rest) => {
    assert.equal(rest, 'node', 'not root');
  },
  EXPOSE: () => undefined,
  HEALTHCHECK: (rest, stage) => {
    stage.healthCheck = JSON.parse(/ CMD (\[.+\])$/.exec(rest)[1]);
  },
  CMD: (rest, stage) => {
    stage.command = JSON.parse(rest);
  },
};

/** Which paths of the context an engine sends: of the patterns in .dockerignore the last one that fits decides. */
async function sentFiles(context) {
  const patterns = (await readFile(join(context, '.dockerignore'), 'utf8')).trim().split('\n');
  const isSent = (path) =>
    patterns.reduce((sent, pattern) => {
      const glob = pattern.replace(/^!/, '');
      return fits(path, glob) ? pattern.startsWith('!') : sent;
    }, true);
  const files = new Set(['']);
  for (const entry of await readdir(context, { recursive: true, withFileTypes: true })) {
    const path = relative(context, join(entry.parentPath, entry.name));
    if (entry.isFile() && isSent(path)) {
      for (let above = path; above !== '.'; above = dirname(above)) {
        files.add(above);
      }
    }
  }
  return (path) => files.has(path);
}

/** A pattern fits what lies below, too. */
function fits(path, glob) {
  for (let above = path; above !== '.'; above = dirname(above)) {
    if (matchesGlob(above, glob)) {
      return true;
    }
  }
  return false;
}
