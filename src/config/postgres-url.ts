import { makeValidator } from 'envalid';

const EXAMPLE = 'must be a URL such as postgresql://user:password@host:5432/database';

const ENCODE =
  'can’t be read, or not as it is meant: in the user, the password and the database’s name, all but letters, digits and ' +
  '- . _ ~ must be percent-encoded (# is %23, / is %2F, ? is %3F, @ is %40, % is %25)';

/** A PostgreSQL URL. What is wrong is told without any part of it: a password may stand in each. */
export const postgresUrl = makeValidator((input: string) => {
  if (!/^postgres(ql)?:\/\//.test(input)) {
    throw new Error(EXAMPLE);
  }
  // Without an @ there is no password that could be read wrong.
  const fault = input.includes('@') ? ENCODE : EXAMPLE;
  if (!URL.canParse(input) || isMisread(new URL(input))) {
    throw new Error(fault);
  }
  return input;
});

/**
 * Whether a part holds what belongs to another one: a #, / or ? in a password ends it there, and the rest, with the host,
 * is taken for the database's name, for parameters or for a fragment, which these URLs don't have.
 */
function isMisread({ username, password, pathname, search, hash }: URL): boolean {
  const isDatabase = /^\/?[^/@]*$/.test(pathname);
  const endsEarly = username === '' && search.includes('@');
  return hash !== '' || !isDatabase || endsEarly || ![username, password, pathname].every(isDecodable);
}

/** The driver decodes each part, and throws where a % stands for itself. */
function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
