import { type CallMeter } from './engagements/call-meter.js';
import { type EngagementStore } from './engagements/engagement-store.js';
import { type FaultList } from './faults/fault-list.js';
import { type RuntimeSettings } from './runtime-settings.js';

/** What a call works on; replaced as a whole when the simulator is told to forget everything. */
export interface ServiceState {
  readonly store: EngagementStore;
  readonly meter: CallMeter;
  readonly faults: FaultList;
  readonly settings: RuntimeSettings;
  /** The ClientTokens of calls that were taken and are still being worked on. */
  readonly inHand: Set<string>;
  /** Ends the waiting of calls that a fault holds, and the work that is in hand. */
  readonly forgotten: AbortSignal;
}
