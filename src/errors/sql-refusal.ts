import { errorsWithin, textIn } from './failure-cause.js';

/** What PostgreSQL has refused, as far as it may be logged: its words may quote the values of a row. */
export interface SqlRefusal {
  readonly sqlState: string;
  /** What it was about, such as `table submissions`. */
  readonly relation?: string;
}

/** PostgreSQL's words for a missing right (42501) and for what is not there (42P01, 42883), in English. */
const aboutWhat =
  /^permission denied for (?<denied>(?:foreign table|materialized view|\w+) "?[\w.]+"?)$|^must be owner of (?<owned>\w+ "?[\w.]+"?)$|^relation (?<missing>"[\w.]+") does not exist$/;

/**
 * PostgreSQL's refusal that stands behind an error.
 * @returns undefined where there is none
 */
export function sqlRefusalOf(thrown: unknown): SqlRefusal | undefined {
  const errors = errorsWithin(thrown);
  // The driver's own errors have a severity; what Prisma's adapter makes of them has their code under another name.
  const refused = errors.find(
    (one) => textIn(one, 'severity') !== undefined || textIn(one, 'originalCode') !== undefined,
  );
  const sqlState = refused && (textIn(refused, 'originalCode') ?? textIn(refused, 'code'));
  if (refused === undefined || sqlState === undefined) {
    return undefined;
  }
  const relation = relationOf(refused);
  return { sqlState, ...(relation === undefined ? {} : { relation }) };
}

function relationOf(refused: object): string | undefined {
  const message = textIn(refused, 'originalMessage') ?? textIn(refused, 'message') ?? '';
  const { denied, owned, missing } = aboutWhat.exec(message)?.groups ?? {};
  const table = textIn(refused, 'table');
  const told = denied ?? owned ?? (missing === undefined ? undefined : `table ${missing}`);
  return (told ?? (table === undefined ? undefined : `table ${table}`))?.replaceAll('"', '');
}
