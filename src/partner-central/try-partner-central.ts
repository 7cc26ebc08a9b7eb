import { ListEngagementsCommand } from '@aws-sdk/client-partnercentral-selling';
import type { Settings } from '../config/settings.js';
import type { FailedOutcome } from './attempt-outcome.js';
import { classifyError } from './classify-error.js';
import { PartnerCentralSdk } from './partner-central.sdk.js';

/**
 * Makes one call that changes nothing, to see whether Partner Central can be reached with our credentials. It counts
 * against the account's quota of reads.
 * @returns undefined where it answered; else how the call ended, without a word of AWS's that could hold data of ours
 */
export async function tryPartnerCentral(
  settings: Settings,
): Promise<Pick<FailedOutcome, 'cause' | 'problem'> | undefined> {
  const sdk = new PartnerCentralSdk(settings);
  const command = new ListEngagementsCommand({
    Catalog: settings.partnerCentral.defaultCatalog,
    MaxResults: 1,
  });
  try {
    await sdk.within((options) => sdk.client.send(command, options));
    return undefined;
  } catch (error) {
    return classifyError(error, '{}');
  } finally {
    sdk.onApplicationShutdown();
  }
}
