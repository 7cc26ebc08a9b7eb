import { cleanEnv, makeValidator, str } from 'envalid';

import { longestListLagMs } from './runtime-settings.js';
import { ruleSets } from './rules/rule-set.js';
import { type SimulatorOptions } from './simulator.js';

/** A setting is bad. The message names each such one, a line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const wholeNumber = (min: number, max: number) =>
  makeValidator((input: string) => {
    const value = Number(input);
    if (!/^\d+$/.test(input) || value < min || value > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return value;
  });

const hostList = makeValidator((input: string): readonly string[] => {
  const hosts = input.split(',').map((host) => host.trim().toLowerCase());
  if (!hosts.every((host) => URL.parse(`http://${host}/`)?.hostname === host)) {
    throw new Error('must be host names without ports, with commas between');
  }
  return hosts;
});

const ruleSet = makeValidator((input: string) => {
  const found = ruleSets.find((one) => one === input);
  if (found === undefined) {
    throw new Error(`must be ${ruleSets.join(' or ')}`);
  }
  return found;
});

const specification = {
  SIMULATOR_PORT: wholeNumber(0, 65_535)({ default: 4010 }),
  SIMULATOR_HOST: str({ default: '127.0.0.1' }),
  SIMULATOR_ALLOWED_HOSTS: hostList({ default: [] }),
  SIMULATOR_RATE_PER_SECOND: wholeNumber(0, 1_000_000)({ default: 15 }),
  SIMULATOR_LIST_LAG_MS: wholeNumber(0, longestListLagMs)({ default: 0 }),
  // The API reads it too, so that one line has both follow the same rules.
  PARTNER_CENTRAL_RULES: ruleSet({ default: 'reference' }),
  SIMULATOR_STATE_FILE: str({ default: '.data/simulator.jsonl' }),
};

/**
 * The settings of the simulator when it runs alone.
 * @throws SettingsError naming every variable that is bad.
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): SimulatorOptions {
  // Compose files and shells often pass an unset variable as an empty one; an empty file name means something here.
  const given = Object.entries(environment).filter(
    ([name, value]) => value !== '' || name === 'SIMULATOR_STATE_FILE',
  );
  const env = cleanEnv(Object.fromEntries(given), specification, { reporter: report });
  return {
    port: env.SIMULATOR_PORT,
    host: env.SIMULATOR_HOST,
    allowedHosts: env.SIMULATOR_ALLOWED_HOSTS,
    ratePerSecond: env.SIMULATOR_RATE_PER_SECOND,
    listLagMs: env.SIMULATOR_LIST_LAG_MS,
    rules: env.PARTNER_CENTRAL_RULES,
    stateFile: env.SIMULATOR_STATE_FILE === '' ? undefined : env.SIMULATOR_STATE_FILE,
  };
}

function report({ errors }: { errors: Partial<Record<string, Error>> }): void {
  const lines = Object.entries(errors).map(([name, error]) => `${name}: ${error?.message ?? 'is bad'}`);
  if (lines.length > 0) {
    throw new SettingsError(lines.join('\n'));
  }
}
