import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type ts from 'typescript';
import { project } from '../support/built-program.js';
import { compile, faultsOf, looseTypesIn } from './check-types.js';
import { generateTypes, type Generator, generators } from './generate-types.js';

/** What is JSON of any form, and can be nothing else. */
const freeForm: readonly string[] = ['JsonPatchAdd', 'JsonPatchReplace', 'JsonPatchTest'].map(
  (name) => `${name}.value: unknown`,
);

/** openapi-typescript says of every answer that it may have further headers. */
const furtherHeaders = 'headers.[]: unknown';

const names: readonly Generator[] = ['openapi-typescript', 'hey-api'];

let folder: string;
let program: ts.Program;
beforeAll(async () => {
  folder = await generateTypes(join(project, 'openapi.json'));
  program = compile(names.map((name) => join(folder, name, 'app.ts')));
});
afterAll(() => rm(folder, { recursive: true }));

it("an app compiles with the types of each generator, strictly, and what it must not do doesn't", () => {
  expect(faultsOf(program)).toEqual([]);
});

it.each(names)('no type of %s is any, or unknown without need', (name) => {
  const loose = looseTypesIn(program, folder, name, generators[name]);

  expect(loose.filter((place) => place !== furtherHeaders && !freeForm.includes(place))).toEqual([]);
});

describe('what this test would find', () => {
  const compiled = async (text: string) => {
    const file = join(folder, 'probe.ts');
    await writeFile(file, text);
    return { file, program: compile([file]) };
  };

  it.each([
    ['export interface Thing { value: unknown }', 'Thing.value: unknown'],
    ['export type Thing = { list: any[] };', 'Thing.list: any'],
    ['export interface Thing { details: { [key: string]: unknown } }', 'details.[]: unknown'],
  ])('%s', async (text, place) => {
    const { file, program: probe } = await compiled(text);

    expect(looseTypesIn(probe, file)).toEqual([place]);
  });

  it('a fault of a type', async () => {
    const { program: probe } = await compiled('export const text: string = 1;');

    expect(faultsOf(probe)).toEqual([expect.stringContaining('not assignable')]);
  });
});
