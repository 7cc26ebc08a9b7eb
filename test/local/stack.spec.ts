import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleCall } from '../../local/example-call.js';
import { commandLine } from '../../local/process-identity.js';
import { type Program, startProgram } from '../support/program.js';
import { waitUntil } from '../support/settled.js';

let directory: string;
const started: Program[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'partner-engagements-stack-'));
});

afterEach(async () => {
  for (const program of started.splice(0)) {
    program.process.kill('SIGINT');
    await program.ended;
  }
});

afterAll(() => rm(directory, { recursive: true, force: true }));

function start(env: Record<string, string> = {}): Program {
  const program = startProgram('local/main.ts', {
    cwd: directory,
    env: { PORT: '0', SIMULATOR_PORT: '0', ...env },
  });
  started.push(program);
  return program;
}

async function startAndWait(
  env: Record<string, string> = {},
): Promise<Program & { apiUrl: string; simulatorUrl: string }> {
  const program = start(env);
  await program.printed('Ctrl-C stops everything.');
  const apiUrl = /API +(\S+)/.exec(program.output())?.[1] ?? '';
  const simulatorUrl = /Partner Central +(\S+)/.exec(program.output())?.[1] ?? '';
  return { ...program, apiUrl, simulatorUrl };
}

async function stop(program: Program): Promise<void> {
  program.process.kill('SIGINT');
  expect((await program.ended).code).toBe(0);
}

async function createDraft(apiUrl: string, title: string): Promise<string> {
  const response = await post(`${apiUrl}/engagements`, { title });
  expect(response.status).toBe(201);
  return response.headers.get('location') ?? '';
}

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function submitExample(apiUrl: string, headers: Record<string, string> = {}): Promise<Response> {
  const body: unknown = JSON.parse(/-d '(.*)'$/.exec(exampleCall(apiUrl))?.[1] ?? '');
  return post(`${apiUrl}/engagements?submit=true`, body, headers);
}

async function read(apiUrl: string, location: string): Promise<unknown> {
  return (await fetch(`${apiUrl}${location}`)).json();
}

async function postgresPid(): Promise<number> {
  return Number.parseInt(await readFile(join(directory, '.data/postgres/postmaster.pid'), 'utf8'), 10);
}

describe('npm start', () => {
  it('keeps its data between starts, and leaves no process behind', async () => {
    const first = await startAndWait();
    const location = await createDraft(first.apiUrl, 'Kept');
    const pid = await postgresPid();
    await stop(first);
    expect(commandLine(pid)).toBeUndefined();
    expect(existsSync(join(directory, '.data/stack.lock'))).toBe(false);

    const second = await startAndWait();
    expect(await read(second.apiUrl, location)).toMatchObject({ title: 'Kept' });
  });

  it('has its simulator follow the rules that the API is to follow', async () => {
    const { simulatorUrl } = await startAndWait({ PARTNER_CENTRAL_RULES: 'model' });
    expect(await read(simulatorUrl, '/_simulator/settings')).toMatchObject({ rules: 'model' });
  });

  it('starts again after kill -9, and ends the PostgreSQL that ran on alone', async () => {
    const first = await startAndWait();
    const location = await createDraft(first.apiUrl, 'Survivor');
    const orphan = await postgresPid();
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    expect(commandLine(orphan)).toContain('postgres -D');

    const second = await startAndWait();
    expect(commandLine(orphan)).toBeUndefined();
    expect(await read(second.apiUrl, location)).toMatchObject({ title: 'Survivor' });
  });

  it('keeps all of it from other accounts, and closes what an earlier version left open', async () => {
    const data = join(directory, '.data');
    await stop(await startAndWait());
    await chmod(data, 0o755);
    await writeFile(join(data, 'left.tsbuildinfo'), '{}', { mode: 0o644 });
    const { apiUrl } = await startAndWait();
    expect((await submitExample(apiUrl)).status).toBe(201);

    const entries = await readdir(data, { withFileTypes: true });
    const modes = await Promise.all(
      entries.map(async (entry) => [entry.name, (await stat(join(data, entry.name))).mode & 0o777] as const),
    );
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    expect(Object.fromEntries(modes)).toMatchObject({
      'left.tsbuildinfo': 0o600,
      'simulator.jsonl': 0o600,
      'stack.lock': 0o600,
      postgres: 0o700,
    });
  });

  it('gives PostgreSQL no powers of root’s, and no way to get any', async () => {
    await startAndWait();
    const state = await readFile(`/proc/${await postgresPid()}/status`, 'utf8');

    expect(state).toMatch(/^CapInh:\t0+$/m);
    expect(state).toMatch(/^CapPrm:\t0+$/m);
    expect(state).toMatch(/^CapEff:\t0+$/m);
    expect(state).toMatch(/^CapAmb:\t0+$/m);
    if (process.getuid?.() === 0) {
      expect(state).toMatch(/^NoNewPrivs:\t1$/m);
      expect(state).not.toMatch(/^Uid:\t0\b/m);
    }
  });

  it('is not held up by the files of dead processes whose numbers belong to others by now', async () => {
    await stop(await startAndWait());
    const stranger = spawn('sleep', ['60']);
    await writeFile(join(directory, '.data/postgres/postmaster.pid'), `${stranger.pid ?? 0}\n${directory}\n`);
    await writeFile(join(directory, '.data/stack.lock'), `${stranger.pid ?? 0}\nnode local/main.js\n`);
    try {
      await stop(await startAndWait());
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('finishes a call to Partner Central after Ctrl-C before it stops anything', async () => {
    // The next attempt is not due before this test has looked, however long the second start takes.
    const env = { PARTNER_CENTRAL_TIMEOUT_MS: '1500', SUBMISSION_RETRY_BASE_MS: '300000' };
    const program = await startAndWait(env);
    await post(`${program.simulatorUrl}/_simulator/faults`, { operation: 'CreateEngagement', kind: 'hang' });
    const answer = await submitExample(program.apiUrl, { prefer: 'respond-async' });
    expect(answer.status).toBe(202);
    await waitUntil(async () => {
      const ledger = await read(program.simulatorUrl, '/_simulator/ledger');
      return JSON.stringify(ledger).includes('"total":1');
    });

    program.process.kill('SIGINT');
    expect((await program.ended).code).toBe(0);
    expect(existsSync(join(directory, '.data/postgres/postmaster.pid'))).toBe(false);
    // The attempt's outcome was recorded, or else the engagement would still be on its way.
    const second = await startAndWait();
    expect(await read(second.apiUrl, answer.headers.get('location') ?? '')).toMatchObject({
      submission: { attempts: 1, lastError: { type: '/problems/partner-central-timeout' } },
    });
  });

  it('lets Swagger UI show the simulator’s controls', async () => {
    const { apiUrl, simulatorUrl } = await startAndWait();

    const page = await (await fetch(`${apiUrl}/docs/swagger-ui-init.js`)).text();
    expect(page).toContain(`"url": "${simulatorUrl}/openapi.json"`);
    const origin = new URL(apiUrl).origin;
    const document = await fetch(`${simulatorUrl}/openapi.json`, { headers: { origin } });
    expect(document.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('leaves a running one alone', async () => {
    const first = await startAndWait();
    const { code, output } = await start().ended;

    expect(code).toBe(1);
    expect(output).toBe(
      `Already running (pid ${first.process.pid ?? 0}) on ${directory}/.data: stop that one first.\n`,
    );
    expect((await fetch(`${first.apiUrl}/health/ready`)).status).toBe(200);
  });

  it.each(['PORT', 'SIMULATOR_PORT'])('names the setting of a taken port: %s', async (setting) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = addressOf(server.address());
    try {
      const { code, output } = await start({ [setting]: String(port) }).ended;
      expect(code).toBe(1);
      expect(output).toBe(
        `Port ${port} on 127.0.0.1 is taken: set ${setting} to another one, or to 0 for any free one.\n`,
      );
      expect(existsSync(join(directory, '.data/stack.lock'))).toBe(false);
    } finally {
      server.close();
    }
  });

  it('says in a line why its database can not be reached', async () => {
    const { code, output } = await start({ DATABASE_URL: 'postgresql://ada:top-secret@127.0.0.1:1/crm' })
      .ended;
    expect(code).toBe(1);
    expect(output).toBe('Could not migrate database crm at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n');
  });

  it('says so and ends when PostgreSQL ends', async () => {
    const program = await startAndWait();
    process.kill(await postgresPid(), 'SIGINT');

    const { code, output } = await program.ended;
    expect(code).toBe(1);
    expect(output).toContain('PostgreSQL has ended; everything else ends with it.');
  });
});

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') {
    throw new Error('no port');
  }
  return address;
}
