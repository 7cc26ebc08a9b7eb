import { relative } from 'node:path';
import { type AuthMethod, SettingsError } from '../src/config/settings.js';
import { exampleCall } from './example-call.js';
import { RunningParts } from './running-parts.js';
import { readLocalSettings } from './settings.js';
import { listenForShutdown } from './shutdown-signal.js';
import { type Stack, startStack } from './stack.js';
import { StartError } from './start-error.js';

/** `npm start`: everything that the API needs and the API itself, until Ctrl-C. */
async function main(): Promise<void> {
  // Whatever it writes holds customers' data, or leads to it.
  process.umask(0o077);
  const shutdown = listenForShutdown();
  const parts = new RunningParts();
  try {
    const stack = await startStack(readLocalSettings(process.env), parts, shutdown);
    announce(stack);
    await Promise.race([aborted(shutdown), parts.failure()]);
  } catch (error) {
    if (!shutdown.aborted) {
      report(error);
      process.exitCode = 1;
    }
  } finally {
    await parts.stop();
  }
}

function announce({ apiUrl, simulatorUrl, databaseDirectory, signIn }: Stack): void {
  const rows = [
    ['API', apiUrl],
    ['Swagger UI', `${apiUrl}/docs`],
    ['Partner Central', simulatorUrl === undefined ? 'as your settings say' : `${simulatorUrl} (simulator)`],
    [
      'Database',
      databaseDirectory === undefined ? 'DATABASE_URL' : `${relative('', databaseDirectory)} (embedded)`,
    ],
    ['Sign-in', describeSignIn(signIn)],
  ] as const;
  console.log(`\nRunning, ${process.uptime().toFixed(1)} s after its start:\n`);
  for (const [name, value] of rows) {
    console.log(`  ${name.padEnd(16)}${value}`);
  }
  console.log(
    `\nCreate an engagement and submit it:\n\n${exampleCall(apiUrl, { credential: placeholders[signIn[0] ?? 'none'] })}\n\nCtrl-C stops everything.`,
  );
}

const placeholders = { none: undefined, 'api-key': '<API key>', oidc: '<token>' };

function describeSignIn(methods: readonly AuthMethod[]): string {
  const ways = {
    'api-key': 'API keys (npm run --silent keys -- create --help)',
    oidc: 'tokens of OIDC_ISSUER',
  };
  return methods.length === 0
    ? 'nobody signs in (AUTH=none): whoever reaches this machine’s loopback may do everything'
    : methods.map((method) => ways[method]).join(', or ');
}

/** What the user can mend is said in words; anything else is a bug, and its stack trace belongs to it. */
function report(error: unknown): void {
  const expected = error instanceof StartError || error instanceof SettingsError;
  console.error(expected ? error.message : error);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

await main();
// Idle connections of the SDK or of a browser would otherwise hold the process for seconds more.
process.exit();
