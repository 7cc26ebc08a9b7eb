import type { Finding, StoredEngagement, StoredEvent } from './books.js';
import { numberAt, textAt } from './json.js';

/** Where an engagement's history contradicts the engagement, its submissions, or itself. */
export function contradictionsInHistory(engagement: StoredEngagement): Finding[] {
  const { title, events, submissions, status, arn } = engagement;
  const finding = (what: string): Finding => ({ kind: 'contradictory', title, what });
  const count = (type: string, matches: (event: StoredEvent) => boolean = () => true) =>
    events.filter((event) => event.type === type && matches(event)).length;
  const findings: Finding[] = [];
  const expect = (what: string, inHistory: number, expected: number) => {
    if (inHistory !== expected) {
      findings.push(finding(`its history has ${inHistory} of ${what}, and it should have ${expected}`));
    }
  };

  const attempts = submissions.reduce((sum, submission) => sum + submission.attempts, 0);
  const submitted = status === 'submitted' ? 1 : 0;
  expect('“created”', count('created'), 1);
  expect('“attempt-started”', count('attempt-started'), attempts);
  expect('“settled” as submitted', count('settled', settledAs('submitted')), submitted);
  expect(
    '“settled” as rejected',
    count('settled', settledAs('rejected')),
    submissions.filter(({ refused }) => refused).length,
  );
  const accepted = count('attempt-ended', ({ details }) => textAt(details, 'outcome') === 'accepted');
  if (accepted + count('reconciliation', isLateAcceptance) > 1) {
    findings.push(finding('its history has two attempts that were accepted'));
  }
  const told = events.findLast(({ type }) => type === 'settled')?.details;
  if (submitted === 1 && textAt(told, 'arn') !== arn) {
    findings.push(
      finding(`its history ends with ${textAt(told, 'arn') ?? 'no Arn'}, and it has ${arn ?? 'none'}`),
    );
  }
  return [...findings, ...openAttempts(events).map(finding)];
}

function settledAs(status: string): (event: StoredEvent) => boolean {
  return ({ details }) => textAt(details, 'status') === status;
}

/** An attempt that was taken for lost came to tell that AWS has the engagement. */
function isLateAcceptance({ type, details }: StoredEvent): boolean {
  return type === 'reconciliation' && textAt(details, 'decision')?.startsWith('accepted') === true;
}

/** Each attempt ends or is lost, and only one that was lost comes to tell late. */
function openAttempts(events: readonly StoredEvent[]): string[] {
  const open = new Set<number>();
  const lost = new Set<number>();
  const wrong: string[] = [];
  for (const event of events) {
    const { type, details } = event;
    const attempt = numberAt(details, 'attempt') ?? 0;
    if (type === 'attempt-started') {
      open.add(attempt);
    } else if ((type === 'attempt-ended' || type === 'attempt-lost') && !open.delete(attempt)) {
      wrong.push(`its history has ${type} of attempt ${attempt}, which was not under way`);
    } else if (type === 'attempt-lost') {
      lost.add(attempt);
    } else if (isLateAcceptance(event) && !lost.has(attempt)) {
      wrong.push(`its history has attempt ${attempt} accepted late, which was not lost`);
    }
  }
  return [...wrong, ...[...open].map((attempt) => `its history has no end of attempt ${attempt}`)];
}
