import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import ts from 'typescript';
import { type TestApi, startApi } from '../support/api.js';
import { project } from '../support/built-program.js';
import { createKey } from '../support/callers.js';
import { readSamples, type SampledOperation } from './sampled-operations.js';

const client = { '@partner-engagements/client': join(project, 'client/src/index.ts') };

let api: TestApi;
let operations: SampledOperation[];
let directory: string;

beforeAll(async () => {
  api = await startApi({ AUTH: 'api-key' });
  operations = await readSamples(api.url);
  directory = await mkdtemp(join(tmpdir(), 'partner-engagements-samples-'));
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
  for (const { operationId, samples } of operations) {
    await writeFile(join(directory, `${operationId}.ts`), samples.get('Client') ?? 'no sample');
  }
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true });
});

it('compile, however strict a reader’s project is', () => {
  const program = ts.createProgram(
    operations.map(({ operationId }) => join(directory, `${operationId}.ts`)),
    {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: ['node'],
      typeRoots: [join(project, 'node_modules/@types')],
      paths: Object.fromEntries(Object.entries(client).map(([name, file]) => [name, [file]])),
      skipLibCheck: true,
      noEmit: true,
    },
  );
  const faults = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => ({
    file: file?.fileName,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));

  expect(operations.length).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

it('do what they say, as they stand', async () => {
  await build({
    entryPoints: operations.map(({ operationId }) => join(directory, `${operationId}.ts`)),
    outdir: directory,
    alias: client,
    bundle: true,
    platform: 'node',
    format: 'esm',
    nodePaths: [join(project, 'node_modules')],
  });
  const { key } = await createKey(api.database);
  const printed: Record<string, string> = {};
  for (const { operationId } of operations) {
    const { stdout } = await promisify(execFile)(process.execPath, [join(directory, `${operationId}.js`)], {
      env: { API_URL: api.url, API_KEY: key },
    });
    printed[operationId] = stdout;
  }

  expect(printed).toEqual({
    putEngagementByRef: expect.stringMatching(/^submitted arn:aws:partnercentral:\S+\n$/),
    createEngagement: 'submitted\n',
    listEngagements: '',
    validateEngagement: expect.stringContaining('submittable: false'),
    getEngagement: expect.stringContaining("status: 'draft'"),
    editEngagement: expect.stringContaining("title: 'Order platform for Acme'"),
    submitEngagement: 'submitted\n',
    importEngagements: '2 0\n',
    submitEngagements: expect.stringContaining("status: 'submitting'"),
  });
});
