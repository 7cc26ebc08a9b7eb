/** A database by name, as an operator knows it, without its password. */
export function describeDatabase(url: string): string {
  const { host, pathname } = new URL(url);
  return `database ${decodeURIComponent(pathname.slice(1))} at ${host}`;
}

/** The role that a URL names; the driver's own choice where it names none. */
export function roleIn(url: string): string {
  const { username, searchParams } = new URL(url);
  return decodeURIComponent(username) || (searchParams.get('user') ?? 'of this system’s user');
}
