import { expect, it } from '@jest/globals';

import { readSettings } from './settings.js';

it('has defaults', () => {
  const defaults = {
    port: 4010,
    host: '127.0.0.1',
    allowedHosts: [],
    ratePerSecond: 15,
    listLagMs: 0,
    rules: 'reference',
    stateFile: '.data/simulator.jsonl',
  };
  expect(readSettings({})).toEqual(defaults);
  const empty = ['SIMULATOR_PORT', 'SIMULATOR_HOST', 'SIMULATOR_RATE_PER_SECOND', 'PARTNER_CENTRAL_RULES'];
  expect(readSettings(Object.fromEntries(empty.map((name) => [name, ''])))).toEqual(defaults);
});

it('reads each variable; an empty state file means memory', () => {
  const environment = {
    SIMULATOR_PORT: '0',
    SIMULATOR_HOST: '0.0.0.0',
    SIMULATOR_ALLOWED_HOSTS: 'Simulator, [fd00::1]',
    SIMULATOR_RATE_PER_SECOND: '0',
    SIMULATOR_LIST_LAG_MS: '2000',
    PARTNER_CENTRAL_RULES: 'model',
    SIMULATOR_STATE_FILE: '',
  };
  expect(readSettings(environment)).toEqual({
    port: 0,
    host: '0.0.0.0',
    allowedHosts: ['simulator', '[fd00::1]'],
    ratePerSecond: 0,
    listLagMs: 2000,
    rules: 'model',
    stateFile: undefined,
  });
});

it('names every bad variable', () => {
  expect(() => readSettings({ SIMULATOR_ALLOWED_HOSTS: 'simulator:4010' })).toThrow(
    /^SIMULATOR_ALLOWED_HOSTS: /,
  );
  expect(() => readSettings({ PARTNER_CENTRAL_RULES: 'newest' })).toThrow(
    /^PARTNER_CENTRAL_RULES: must be reference or model$/,
  );
  expect(() => readSettings({ SIMULATOR_PORT: '70000', SIMULATOR_RATE_PER_SECOND: 'fast' })).toThrow(
    /SIMULATOR_PORT: must be a whole number from 0 to 65535[^]*SIMULATOR_RATE_PER_SECOND: must be a whole number/,
  );
});
