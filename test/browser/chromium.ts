import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/**
 * Starts the Chromium of this machine, without a window.
 * @throws Error when there is none: neither at CHROMIUM_PATH nor on the PATH.
 */
export function launchChromium(): Promise<Browser> {
  // Test machines have no GPU. Sandbox, first-run pages and background traffic are off with Playwright anyway.
  return chromium.launch({ executablePath: findChromium(), args: ['--disable-gpu'] });
}

function findChromium(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const found = [process.env['CHROMIUM_PATH'] ?? [], onPath].flat().find(isExecutable);
  if (found === undefined) {
    throw new Error('No Chromium on the PATH: install one (apt-get install chromium) or set CHROMIUM_PATH.');
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
