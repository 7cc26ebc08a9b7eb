import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Program, startProgram } from '../support/program.js';

let directory: string;
let stack: Program;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'partner-engagements-keys-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const keys = (args: string[], cwd = directory, env: Record<string, string> = {}) =>
  startProgram('local/keys.ts', { args, cwd, env }).ended;

describe('npm run keys, without DATABASE_URL', () => {
  it('works on the database of the local stack of the folder, which tells how callers sign in', async () => {
    stack = startProgram('local/main.ts', {
      cwd: directory,
      env: { PORT: '0', SIMULATOR_PORT: '0', AUTH: 'api-key' },
    });
    try {
      await stack.printed('Ctrl-C stops everything.');
      expect(stack.output()).toMatch(/Sign-in +API keys/);
      expect(stack.output()).toContain("-H 'authorization: Bearer <API key>'");
      const { code, output } = await keys([
        'create',
        '--name',
        'crm',
        '--scopes',
        'engagements:read',
        '--json',
      ]);
      expect(code).toBe(0);

      const url = `${/API +(\S+)/.exec(stack.output())?.[1] ?? ''}/engagements`;
      expect((await fetch(url)).status).toBe(401);
      const { key } = JSON.parse(output);
      expect((await fetch(url, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
    } finally {
      stack.process.kill('SIGINT');
      await stack.ended;
    }
  });

  it('says that none runs, also where one has run', async () => {
    const nothing = join(directory, 'elsewhere');
    const stale = join(directory, 'stale');
    await mkdir(nothing);
    await mkdir(join(stale, '.data/postgres'), { recursive: true });
    await writeFile(join(stale, '.data/postgres/postmaster.pid'), `${process.pid}\n${stale}\n0\n5432\n`);
    for (const folder of [directory, nothing, stale]) {
      expect(await keys(['list'], folder)).toEqual({
        code: 1,
        output:
          'No local stack runs in this folder: start it (npm start), or set DATABASE_URL to the database that is meant.\n',
      });
    }
  });

  it('needs no database to say what is wrong with a command', async () => {
    const { code, output } = await keys(['create', '--name', 'crm', '--scopes', 'all']);
    expect(code).toBe(2);
    expect(output).toContain('there is no scope "all"');
  });
});
