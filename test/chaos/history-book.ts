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
  if (count('attempt-ended', ({ details }) => textAt(details, 'outcome') === 'accepted') > 1) {
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

/** Each attempt ends, is lost, or is settled by what a look-up found. */
function openAttempts(events: readonly StoredEvent[]): string[] {
  const open = new Set<number>();
  const wrong: string[] = [];
  for (const { type, details } of events) {
    const attempt = numberAt(details, 'attempt') ?? 0;
    if (type === 'submit-requested' || type === 'reconciliation') {
      continue;
    }
    if (type === 'attempt-started') {
      open.add(attempt);
    } else if (type === 'attempt-ended' || type === 'attempt-lost') {
      if (!open.delete(attempt)) {
        wrong.push(`its history has ${type} of attempt ${attempt}, which was not under way`);
      }
    }
  }
  return [...wrong, ...[...open].map((attempt) => `its history has no end of attempt ${attempt}`)];
}
