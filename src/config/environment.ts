import { loadSettings } from './load-settings.js';
import type { Program, Settings } from './settings.js';

/** The settings of this process. */
export function processSettings(program: Program): Settings {
  return loadSettings(process.env, program);
}
