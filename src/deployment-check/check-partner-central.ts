import type { Settings } from '../config/settings.js';
import { tryPartnerCentral } from '../partner-central/try-partner-central.js';
import { type CheckResult, failed, ok, warning } from './check-result.js';

/** Whether Partner Central answers to our credentials: with one ListEngagements, which changes nothing. */
export async function checkPartnerCentral(settings: Settings): Promise<CheckResult> {
  const { defaultCatalog, endpoint, region } = settings.partnerCentral;
  const check = 'Partner Central';
  const failure = await tryPartnerCentral(settings);
  if (failure === undefined) {
    const where = endpoint === undefined ? `in ${region}` : `at ${new URL(endpoint).host}, not AWS itself`;
    return ok(check, `answers ListEngagements of catalog ${defaultCatalog}, ${where}`);
  }
  const { cause = 'unknown', problem } = failure;
  const id = problem.awsRequestId === undefined ? '' : `, AWS request ${problem.awsRequestId}`;
  const why = `(${cause}${id})`;
  switch (problem.code) {
    case 'partner-central-credentials':
      return failed(
        check,
        `has no credentials from us, or does not accept them: give the process others ${why}`,
      );
    case 'partner-central-access-denied':
      return failed(check, `denies ListEngagements: give the identity partnercentral:ListEngagements ${why}`);
    case 'partner-central-throttled':
      return warning(check, `accepts our credentials, and throttles the account right now ${why}`);
    case 'partner-central-timeout':
      return failed(
        check,
        `gives no answer: is outgoing HTTPS allowed, by name and port, without a proxy? ${why}`,
      );
    default:
      return failed(check, `answers with an error: ${problem.code} ${why}`);
  }
}
