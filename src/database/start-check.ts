import type { Settings } from '../config/settings.js';
import { exitCodes, StartRefused } from '../errors/exit-codes.js';
import { applicationName } from './application-name.js';
import { connectOnce } from './connect-once.js';
import { type DatabaseTrouble, databaseTroubleOf } from './database-trouble.js';
import { describeDatabase, roleIn } from './database-url.js';
import { neededRights } from './needed-rights.js';
import { type SchemaFault, schemaStateOf } from './schema-faults.js';

const codesOfFaults: Readonly<Record<SchemaFault['code'], number>> = {
  'migration-missing': exitCodes.migrationMissing,
  'right-missing': exitCodes.rightMissing,
};

/**
 * Holds a start back that would come to nothing: the database does not let us in, or lacks what this version needs. One
 * that is merely away holds nothing back: it comes again, and a process that runs says so until then.
 * @throws StartRefused
 */
export async function checkDatabaseAtStart(settings: Settings): Promise<void> {
  const { databaseUrl, program } = settings;
  const name = applicationName(program);
  const faults = await connectOnce({ url: databaseUrl, name }, async (database) => {
    const state = await schemaStateOf(database, neededRights(settings));
    return state.faults;
  }).catch((error: unknown) => {
    const trouble = databaseTroubleOf(error);
    if (trouble === undefined) {
      throw error;
    }
    refuse(trouble, databaseUrl);
    return [];
  });
  const [first] = faults;
  if (first !== undefined) {
    const details = faults.map(({ detail }) => detail).join(' ');
    throw new StartRefused(`${describeDatabase(databaseUrl)}: ${details}`, codesOfFaults[first.code]);
  }
}

function refuse({ kind, cause }: DatabaseTrouble, url: string): void {
  const where = describeDatabase(url);
  switch (kind) {
    case 'database-password':
      throw new StartRefused(
        `${where} does not let role ${roleIn(url)} in: is its password right, and may it connect? (${cause})`,
        exitCodes.databaseRefuses,
      );
    case 'database-missing':
      throw new StartRefused(
        `${where}: the server has no such database. (${cause})`,
        exitCodes.databaseRefuses,
      );
    case 'database-right':
      throw new StartRefused(
        `${where}: role ${roleIn(url)} lacks a right. (${cause})`,
        exitCodes.rightMissing,
      );
    case 'database-migration':
      throw new StartRefused(
        `${where} lacks a migration of this version. (${cause})`,
        exitCodes.migrationMissing,
      );
    case 'database-away':
      return;
  }
}
