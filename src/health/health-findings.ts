import { type DurabilityCode, durabilityCodes } from '../database/durability.js';
import type { SchemaFault } from '../database/schema-faults.js';

/** Why the service can't do its work. A code is stable: operators' alarms rely on it. */
export type MissingCode =
  'database-away' | 'database-read-only' | 'database-password' | 'database-missing' | SchemaFault['code'];

export interface Missing {
  readonly code: MissingCode;
  readonly detail: string;
}

/** What an operator should know of a service that works. */
export const warningCodes = [...durabilityCodes, 'no-worker', 'migrations-unreadable'] as const;
export type WarningCode = DurabilityCode | 'no-worker' | 'migrations-unreadable';

export interface HealthWarning {
  readonly code: WarningCode;
  readonly message: string;
}

/** What was found when it was last looked. */
export interface HealthState {
  /** All at once; empty where it can do its work. */
  readonly missing: readonly Missing[];
  readonly warnings: readonly HealthWarning[];
}
