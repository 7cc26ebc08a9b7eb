/** What a caller may do. A scope is stable: keys and tokens hold it. */
export const scopes = [
  'engagements:read',
  'engagements:write',
  'engagements:submit',
  'engagements:submit:aws',
  'engagements:admin',
] as const;

export type Scope = (typeof scopes)[number];

/** What each scope allows, in words for documents. */
export const scopeDescriptions: Readonly<Record<Scope, string>> = {
  'engagements:read': 'See your own engagements, their history and batches.',
  'engagements:write': 'Save, import, edit and delete your own drafts.',
  'engagements:submit': 'Submit your own engagements.',
  'engagements:submit:aws': 'Submit in the catalog AWS, which is production.',
  'engagements:admin': "See and change everyone's engagements, settle them by hand, erase personal data.",
};

/** What a scope allows besides, as if it were given too. */
const implied: Readonly<Partial<Record<Scope, readonly Scope[]>>> = {
  'engagements:admin': ['engagements:read'],
};

/** The scopes that a caller holds by the names that a key or a token has. Names that we don't know are passed over. */
export function heldScopes(names: Iterable<string>): ReadonlySet<Scope> {
  const given = new Set(names);
  const known = scopes.filter((scope) => given.has(scope));
  return new Set(known.flatMap((scope) => [scope, ...(implied[scope] ?? [])]));
}
