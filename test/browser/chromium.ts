import { type Browser, chromium } from 'playwright-core';
import { findProgram, isExecutable } from '../support/find-program.js';

/**
 * Starts the Chromium of this machine, without a window.
 * @throws Error when there is none: neither at CHROMIUM_PATH nor on the PATH.
 */
export function launchChromium(): Promise<Browser> {
  // Test machines have no GPU. Sandbox, first-run pages and background traffic are off with Playwright anyway.
  return chromium.launch({ executablePath: findChromium(), args: ['--disable-gpu'] });
}

function findChromium(): string {
  const chosen = process.env['CHROMIUM_PATH'];
  const found =
    chosen !== undefined && isExecutable(chosen)
      ? chosen
      : findProgram(['chromium', 'chromium-browser', 'google-chrome']);
  if (found === undefined) {
    throw new Error('No Chromium on the PATH: install one (apt-get install chromium) or set CHROMIUM_PATH.');
  }
  return found;
}
