/**
 * A time of UTC as RFC 3339 writes it, to the millisecond.
 * @param timestamp as PostgreSQL writes a `timestamp` in ISO style: `2026-11-02 10:30:00.5`
 */
export function rfc3339(timestamp: string): string {
  const fraction = timestamp.slice(20, 23).padEnd(3, '0');
  return `${timestamp.slice(0, 10)}T${timestamp.slice(11, 19)}.${fraction}Z`;
}
