import { readSettings, SettingsError } from './settings.js';
import { StateFileError } from './engagements/state-file.js';
import { type SimulatorOptions, startSimulator } from './simulator.js';

/** Runs the simulator alone until it is interrupted. */
async function main(): Promise<void> {
  const settings = readSettings();
  const simulator = await startSimulator(settings).catch((error: unknown) => {
    throw explained(error, settings);
  });
  console.log(`Partner Central simulator on ${simulator.url}`);
  console.log(`  state  ${settings.stateFile ?? 'in memory only'}`);
  console.log(`  rules  ${simulator.settings().rules}`);
  console.log(`  use    AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING=${simulator.url} with any AWS credentials`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close());
  }
}

function explained(error: unknown, { host, port }: SimulatorOptions): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return new SettingsError(
      `Port ${port ?? 0} on ${host ?? ''} is taken: set SIMULATOR_PORT to another one.`,
    );
  }
  return error;
}

main().catch((error: unknown) => {
  const known = error instanceof SettingsError || error instanceof StateFileError;
  console.error(known ? error.message : error);
  process.exitCode = 1;
});
