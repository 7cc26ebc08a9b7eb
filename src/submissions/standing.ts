import type { ShownEngagement } from '../engagements/engagement.record.js';
import { isOpen } from '../engagements/status.js';

/** What of an engagement those look at who wait for it. */
export type Standing = Pick<ShownEngagement, 'status' | 'version'>;

/** Until when somebody waits: whether there is something to tell of an engagement that stands so. */
export type Until = (standing: Standing) => boolean;

/** Until something can be told of its submission. */
export const isAnswerable: Until = ({ status }) => status !== 'submitting';

/** Until nothing changes any more by itself. */
export const isSettled: Until = ({ status }) => !isOpen(status);

/** Until it is no longer as somebody has seen it. */
export function isOtherThan(seen: number): Until {
  return ({ version }) => version !== seen;
}
