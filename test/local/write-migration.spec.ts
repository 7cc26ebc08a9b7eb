import { expect, it } from '@jest/globals';
import { startProgram } from '../support/program.js';

it.each([[[]], [['Add Notes']], [['../notes']]])('asks for a better name than %j', async (args) => {
  expect(await startProgram('local/write-migration.ts', { args }).ended).toEqual({
    code: 1,
    output:
      'Name the migration in lower-case letters, digits and underscores: npm run db:diff -- add_notes\n',
  });
});

it('writes nothing when the migrations say what the schema says', async () => {
  expect(await startProgram('local/write-migration.ts', { args: ['nothing_new'] }).ended).toEqual({
    code: 0,
    output: 'The migrations say what the schema says: nothing to write.\n',
  });
});
