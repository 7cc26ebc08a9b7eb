/**
 * What a process ends with that can't start, so that whoever runs it can tell what to mend. After BSD's sysexits.h as far
 * as that has a name for it. docs/operations.md has the table.
 */
export const exitCodes = {
  unexpected: 1,
  migrationMissing: 65,
  addressUnavailable: 71,
  rightMissing: 76,
  databaseRefuses: 77,
  settings: 78,
} as const;

/** Why a process does not start, in one line for an operator, without a password. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';

  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}
