import { processSettings } from './config/environment.js';
import { type Program, type Settings, SettingsError } from './config/settings.js';
import { checkDatabaseAtStart } from './database/start-check.js';
import { errorMessage } from './errors/error-message.js';
import { errorsWithin, textIn } from './errors/failure-cause.js';
import { exitCodes, StartRefused } from './errors/exit-codes.js';

/**
 * Starts a process with the settings of its environment, or ends it with the reason why it can't, in a line, and an exit
 * code of its own.
 */
export async function start(
  program: Exclude<Program, 'migrate'>,
  run: (settings: Settings) => Promise<void>,
): Promise<void> {
  try {
    const settings = processSettings(program);
    await checkDatabaseAtStart(settings);
    await run(settings);
  } catch (error) {
    const { exitCode, reason } = refusalOf(error);
    process.stderr.write(`Partner Engagements can't start: ${reason}\n`);
    process.exit(exitCode);
  }
}

function refusalOf(error: unknown): { exitCode: number; reason: string } {
  const reason = errorMessage(error);
  if (error instanceof SettingsError) {
    // As many lines as there are bad ones, each of which begins with its name.
    return { exitCode: exitCodes.settings, reason: `bad settings\n${reason}` };
  }
  if (error instanceof StartRefused) {
    return { exitCode: error.exitCode, reason };
  }
  const isUnavailable = errorsWithin(error).some((one) => noAddress.has(textIn(one, 'code') ?? ''));
  return { exitCode: isUnavailable ? exitCodes.addressUnavailable : exitCodes.unexpected, reason };
}

/** Node's codes for a port or an address that can't be listened on. */
const noAddress: ReadonlySet<string> = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL']);
