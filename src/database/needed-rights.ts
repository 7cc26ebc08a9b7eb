import type { Settings } from '../config/settings.js';
import { serviceRights } from './service-grants.js';

/** What a role has to be allowed, as PostgreSQL names it. */
export interface NeededRight {
  readonly kind: 'table' | 'sequence';
  readonly relation: string;
  readonly right: string;
  /** Where one column of the table will do. */
  readonly column?: string;
}

/** Read by an API that signs callers in with keys, and by no worker. */
const KEYS = 'api_keys';

/** Read by whoever asks for missing migrations; who may not is told by the tables alone. */
const HISTORY = '_prisma_migrations';

/** The rights that the service's role needs with these settings: those that a migration gives it. */
export function neededRights({ program, auth }: Settings): readonly NeededRight[] {
  const usesKeys = program === 'api' && auth.methods.includes('api-key');
  const isUsed = (table: string) => table !== HISTORY && (table !== KEYS || usesKeys);
  return [
    ...Object.entries(serviceRights)
      .filter(([table]) => isUsed(table))
      .flatMap(([relation, rights]) => rights.split(', ').map((right) => rightOn(relation, right))),
    { kind: 'sequence', relation: 'engagement_events_id_seq', right: 'USAGE' },
  ];
}

/** @param right such as `SELECT`, or `UPDATE (last_used_at)` */
function rightOn(relation: string, right: string): NeededRight {
  const [, name = right, column] = /^(\w+)(?: \((\w+)\))?$/.exec(right) ?? [];
  return { kind: 'table', relation, right: name, ...(column === undefined ? {} : { column }) };
}
