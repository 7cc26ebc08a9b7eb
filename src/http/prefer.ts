/** For the outcome of a submission. */
const DEFAULT_WAIT_SECONDS = 10;
const MAX_WAIT_SECONDS = 30;

/**
 * How long the caller wants to wait, in seconds (RFC 7240). `respond-async` does not wait; `wait=N` waits up to 30. What
 * can't be read is passed over, as the RFC asks.
 * @param usual for a caller who does not say
 */
export function waitSeconds(prefer: string | undefined, usual = DEFAULT_WAIT_SECONDS): number {
  const preferences = new Map(
    (prefer ?? '')
      .toLowerCase()
      .split(/[,;]/)
      .map((preference): [string, string] => {
        const [name = '', value = ''] = preference.split('=', 2);
        return [name.trim(), value.trim().replaceAll('"', '')];
      })
      // The RFC lets the first of several instances count; of a map's entries the last one stays.
      .reverse(),
  );
  const wait = preferences.get('wait');
  if (wait !== undefined && /^\d{1,9}$/.test(wait)) {
    return Math.min(Number(wait), MAX_WAIT_SECONDS);
  }
  return preferences.has('respond-async') ? 0 : usual;
}
