import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { project } from '../support/built-program.js';

const run = promisify(execFile);

const compiler = join(project, 'node_modules/typescript/bin/tsc');

/** A project of somebody else, with nothing in it but the client as it would be published. */
export interface ConsumerProject {
  readonly folder: string;
  /** What the tarball of the client has in it. */
  readonly files: readonly string[];
  write(file: string, text: string): Promise<void>;
  copy(file: string): Promise<void>;
  /** @throws with what the compiler says */
  compile(files: readonly string[], options: object): Promise<void>;
  remove(): Promise<void>;
}

/** Packs the client and what it depends on, and installs that without a network. */
export async function startConsumerProject(): Promise<ConsumerProject> {
  const folder = await mkdtemp(join(tmpdir(), 'partner-engagements-consumer-'));
  const env = { ...process.env, npm_config_cache: join(folder, '.npm'), npm_config_offline: 'true' };
  const npm = (...args: string[]) => run('npm', args, { cwd: folder, env, maxBuffer: 2 ** 26 });
  const pack = async (source: string, ...options: string[]) => {
    const { stdout } = await npm('pack', join(project, source), '--json', ...options);
    const [packed]: { filename: string; files: { path: string }[] }[] = JSON.parse(stdout);
    if (packed === undefined) {
      throw new Error(`npm packed nothing of ${source}.`);
    }
    return packed;
  };
  const client = await pack('client');
  const needed = [
    await pack('node_modules/openapi-fetch', '--ignore-scripts'),
    await pack('node_modules/openapi-typescript-helpers', '--ignore-scripts'),
  ];
  const tarballs = [client, ...needed].map(({ filename }) => `./${filename}`);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await npm('install', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs);

  return {
    folder,
    files: client.files.map(({ path }) => path),
    write: (file, text) => writeFile(join(folder, file), text),
    copy: (file) => copyFile(join(project, file), join(folder, file.split('/').at(-1) ?? file)),
    compile: async (files, options) => {
      const compilerOptions = {
        target: 'es2023',
        module: 'nodenext',
        strict: true,
        skipLibCheck: false,
        typeRoots: [join(project, 'node_modules/@types')],
        types: ['node'],
        ...options,
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      // It prints what is wrong, and ends with 2.
      const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch((failure: unknown) =>
        Object(failure),
      );
      if (stdout !== '') {
        throw new Error(stdout);
      }
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The code of a document, as one program: its blocks stand in their order. */
export async function codeOf(document: string): Promise<string> {
  const text = await readFile(join(project, document), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).join('\n');
}
