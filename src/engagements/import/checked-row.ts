import type { DomainError } from '../../errors/domain-error.js';
import type { NewEngagement } from '../checked-engagement.js';
import type { RowPlace } from './import.response.js';

/** A row in its place, read and checked. */
export type CheckedRow = RowPlace &
  ({ readonly engagement: NewEngagement } | { readonly error: DomainError });
