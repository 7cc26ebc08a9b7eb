import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { commandLine } from '../../local/process-identity.js';
import { startProgram } from '../support/program.js';

it('leaves neither process nor files when its parent is killed', async () => {
  const program = startProgram('test/local/start-temporary-postgres.ts');
  await program.printed('\n');
  const { pid, directory } = JSON.parse(program.output());
  expect(commandLine(pid)).toContain(`postgres -D ${directory}`);

  program.process.kill('SIGKILL');
  await once(program.process, 'exit');
  while (commandLine(pid) !== undefined || existsSync(directory)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});
