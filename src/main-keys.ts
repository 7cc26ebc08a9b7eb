import './require-node.js';
import { runKeys } from './auth/keys-program/keys-program.js';
import { processSettings } from './config/environment.js';

/** `node dist/src/main-keys.js`: API keys in a deployment's database. Needs DATABASE_URL, and API_KEY_PEPPER where the API has it. */
process.exitCode = await runKeys(process.argv.slice(2), () => Promise.resolve(processSettings('keys')));
