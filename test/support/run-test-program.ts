import { errorMessage } from '../../src/errors/error-message.js';

/** Says something to whoever has started a test program. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a test program: `--help` says how it is used, and its exit code whether all is well.
 * @param main returns whether it is
 */
export async function runTestProgram(usage: string, main: () => Promise<boolean>): Promise<void> {
  try {
    if (process.argv.includes('--help')) {
      say(usage);
    } else {
      process.exitCode = (await main()) ? 0 : 1;
    }
  } catch (error) {
    process.stderr.write(`${errorMessage(error)}\n\n${usage}\n`);
    // Not all of it may have been stopped; what the parts have for guards sees to that once this process has ended.
    process.exit(1);
  }
}
