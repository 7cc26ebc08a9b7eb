import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '../../simulator/simulator.js';

const project = join(import.meta.dirname, '..', '..');

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe("the simulator's OpenAPI document", () => {
  it('passes the linter', async () => {
    const linter = join(project, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [linter, 'lint', `${simulator.url}/openapi.json`],
      {
        cwd: project,
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    );
    expect(stderr).toContain('Your API description is valid.');
  });
});
