import { loadSettings, type Settings } from './settings.js';

/** The settings of this process. */
export function processSettings(): Settings {
  return loadSettings(process.env);
}
