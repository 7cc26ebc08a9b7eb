import type { CallerAccount, Finding, Matter, Told } from './books.js';
import { brokenWords } from './kept-word.js';

/** Where a caller's answers contradict each other, the ledger or the database. */
export function contradictionsInWords(caller: CallerAccount, { ledger, engagements }: Matter): Finding[] {
  const { title, told } = caller;
  const finding = (what: string): Finding => ({ kind: 'contradictory', title, what });
  const arns = distinct(told.map(({ arn }) => arn));
  const ids = distinct(told.map(({ engagementId }) => engagementId));
  return [
    ...arns
      .filter((arn) => !ledger.some((entry) => entry.arn === arn))
      .map((arn) => finding(`a caller was told ${arn}, which Partner Central does not have`)),
    ...(arns.length > 1 ? [finding(`a caller was told of ${arns.join(' and ')}`)] : []),
    ...ids
      .filter((id) => engagements.length > 0 && !engagements.some((engagement) => engagement.id === id))
      .map((id) => finding(`a caller was told of ${id}, which the database does not have`)),
    ...told
      .filter(({ engagementStatus, arn }) => engagementStatus === 'submitted' && arn === undefined)
      .map((answer) => finding(`a caller was told submitted without an Arn (${words(answer)})`)),
    ...told
      .filter(({ problem }) => problem === '/problems/duplicate-external-ref')
      .map((answer) => finding(`a caller’s repeated request was taken for another’s (${words(answer)})`)),
    ...rejectedInVain(told, { ledger, engagements }).map(finding),
    ...brokenWords(caller).map(finding),
    ...takenBack(told).map(finding),
  ];
}

/**
 * Rejected is told of what AWS certainly does not have. What becomes of what is unresolved is open: it may be either,
 * and what was rejected may be submitted again, with another token.
 */
function rejectedInVain(
  told: readonly Told[],
  { ledger, engagements }: Pick<Matter, 'ledger' | 'engagements'>,
): string[] {
  const answer = told.find(({ engagementStatus }) => engagementStatus === 'rejected');
  const refused = engagements.flatMap(({ submissions }) => submissions.filter((one) => one.refused));
  if (answer === undefined) {
    return [];
  }
  const made = ledger.find(({ clientToken }) => refused.some((one) => one.clientToken === clientToken));
  return [
    ...(made === undefined
      ? []
      : [`a caller was told ${words(answer)}, and Partner Central has ${made.arn}`]),
    ...(refused.length > 0 ? [] : [`a caller was told ${words(answer)}, and nothing was ever refused`]),
  ];
}

/**
 * What was said before a later request was even sent, and is not so any more: submitted is for ever, and nothing
 * becomes a draft again. A final answer told again to its Idempotency-Key is meant to be old.
 */
function takenBack(told: readonly Told[]): string[] {
  const fresh = told.filter(
    ({ replayed, final, engagementStatus }) =>
      !(replayed && final !== undefined) && engagementStatus !== undefined,
  );
  return fresh.flatMap((earlier) =>
    fresh
      .filter((later) => later.sentAt > earlier.receivedAt && contradicts(earlier, later))
      .slice(0, 1)
      .map((later) => `a caller was told ${words(earlier)}, and later ${words(later)}`),
  );
}

function contradicts(earlier: Told, later: Told): boolean {
  return earlier.engagementStatus === 'submitted'
    ? later.engagementStatus !== 'submitted'
    : earlier.engagementStatus !== 'draft' && later.engagementStatus === 'draft';
}

function words({ request, status, engagementStatus, receivedAt }: Told): string {
  return `${engagementStatus ?? 'nothing'} by ${request} ${status} at ${receivedAt} ms`;
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}
