/** What is served beside the controllers, open to all: Swagger UI with its files, and the documents. */
const openAddresses: ReadonlySet<string> = new Set(['/', '/openapi.json']);

/** What no controller has declared, and is open all the same. */
export function isOpenAddress(address: string, method: string | readonly string[]): boolean {
  return (
    openAddresses.has(address) ||
    /^\/docs(?:-json|-yaml)?(?:\/|$)/.test(address) ||
    // What browsers ask before they ask (CORS): the answer says nothing of what there is.
    (address === '*' && String(method) === 'OPTIONS')
  );
}
