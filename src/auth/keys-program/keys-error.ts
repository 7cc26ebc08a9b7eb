/** Why a command was not carried out, in a line for who gave it. */
export class KeysError extends Error {
  override readonly name = 'KeysError';
}

/** The command itself can't be read: whoever gave it has to see how it is given. */
export class KeysUsageError extends KeysError {}
