import type { Program } from '../config/settings.js';

/**
 * Under which name a connection is listed in `pg_stat_activity`. One that the database's URL gives as `application_name`
 * goes before it: pg reads the URL last.
 */
export function applicationName(purpose: Program | 'listen' | 'check'): string {
  return `partner-engagements-${purpose}`;
}
