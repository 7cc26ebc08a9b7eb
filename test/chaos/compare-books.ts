import type { Books, CallerAccount, Finding, Matter } from './books.js';
import { leavers } from './caller-plan.js';
import { contradictionsInHistory } from './history-book.js';
import { openWords } from './kept-word.js';
import { contradictionsInPuts, mixtures } from './put-words.js';
import { contradictionsInWords } from './spoken-word.js';

/**
 * Compares the three books: what Partner Central has, what the database says, and what callers were told.
 * @returns every engagement that was lost or doubled, or that two books tell differently
 */
export function compareBooks(books: Books): Finding[] {
  return [...mattersOf(books).flatMap(compareMatter), ...sharedReferences(books)];
}

function mattersOf({ ledger, engagements, callers }: Books): Matter[] {
  const titles = new Set([...callers, ...engagements, ...ledger].map(({ title }) => title));
  const inLedger = Map.groupBy(ledger, ({ title }) => title);
  const inDatabase = Map.groupBy(engagements, ({ title }) => title);
  const inWords = Map.groupBy(callers, ({ title }) => title);
  return [...titles].map((title) => ({
    title,
    ledger: inLedger.get(title) ?? [],
    engagements: inDatabase.get(title) ?? [],
    callers: inWords.get(title) ?? [],
  }));
}

function compareMatter(matter: Matter): Finding[] {
  const [engagement] = matter.engagements;
  return [
    ...lost(matter),
    ...doubled(matter),
    ...contradictionsWithLedger(matter),
    ...matter.callers.flatMap((caller) => [
      ...contradictionsInWords(caller, matter),
      ...contradictionsInPuts(caller, matter),
    ]),
    ...mixtures(matter),
    ...shown(matter),
    ...(engagement === undefined ? [] : contradictionsInHistory(engagement)),
  ];
}

function lost(matter: Matter): Finding[] {
  const { title, ledger, engagements, callers } = matter;
  const [engagement] = engagements;
  const whats =
    engagement === undefined
      ? lostFromDatabase(callers)
      : [
          ...unsubmitted(engagement.status, callers),
          ...(engagement.status === 'submitted' && ledger.length === 0
            ? ['the database says submitted, and Partner Central has nothing']
            : []),
          ...callers.flatMap((caller) => unheard(engagement.status, caller)),
        ];
  return whats.map((what) => ({ kind: 'lost', title, what }));
}

function unheard(status: string, caller: CallerAccount): string[] {
  return [
    ...(status === 'submitted' && !caller.finished
      ? ['its caller never came to hear that it was submitted']
      : []),
    ...(caller.finished && !leavers.has(caller.kind)
      ? openWords(caller).map((key) => `its caller was never told what became of ${key}`)
      : []),
  ];
}

function lostFromDatabase(callers: readonly CallerAccount[]): string[] {
  const told = callers
    .flatMap((caller) => caller.told)
    .find(({ engagementId }) => engagementId !== undefined);
  return told?.engagementId === undefined
    ? []
    : [`a caller was told of ${told.engagementId}, and the database has nothing`];
}

function unsubmitted(status: string, callers: readonly CallerAccount[]): string[] {
  switch (status) {
    case 'submitted':
      return [];
    case 'rejected':
      // A definite no may be the end of it for those who leave.
      return callers.every(({ kind }) => leavers.has(kind))
        ? []
        : ['its caller kept at it, and at the end it is rejected'];
    default:
      return [`it is still ${status} at the end`];
  }
}

function shown({ title, callers }: Matter): Finding[] {
  return callers.some(({ shownToStranger }) => shownToStranger)
    ? [{ kind: 'contradictory', title, what: 'another app was told of it' }]
    : [];
}

function doubled({ title, ledger, engagements }: Matter): Finding[] {
  const findings: Finding[] = [];
  if (ledger.length > 1) {
    const tokens = ledger.map(({ clientToken, arn }) => `${arn} by token ${clientToken}`);
    findings.push({
      kind: 'doubled',
      title,
      what: `Partner Central has it ${ledger.length} times: ${tokens.join(', ')}`,
    });
  }
  if (engagements.length > 1) {
    const ids = engagements.map(({ id }) => id);
    findings.push({
      kind: 'doubled',
      title,
      what: `the database has it ${engagements.length} times: ${ids.join(', ')}`,
    });
  }
  return findings;
}

function contradictionsWithLedger({ title, ledger, engagements }: Matter): Finding[] {
  const finding = (what: string): Finding => ({ kind: 'contradictory', title, what });
  const findings: Finding[] = [];
  for (const entry of ledger) {
    const owner = engagements.find(({ submissions }) =>
      submissions.some(({ clientToken }) => clientToken === entry.clientToken),
    );
    const submission = owner?.submissions.find(({ clientToken }) => clientToken === entry.clientToken);
    if (owner === undefined || submission === undefined) {
      findings.push(finding(`${entry.arn} has the token ${entry.clientToken}, which no submission had`));
      continue;
    }
    if (submission.refused) {
      findings.push(finding(`a submission was refused, and its token made ${entry.arn}`));
    }
    if (owner.status !== 'submitted') {
      findings.push(finding(`Partner Central has ${entry.arn}, and the database says ${owner.status}`));
    } else if (owner.arn !== entry.arn) {
      findings.push(
        finding(`Partner Central has ${entry.arn}, and the database says ${owner.arn ?? 'no Arn'}`),
      );
    }
    if (entry.calls > submission.attempts) {
      findings.push(finding(`${entry.calls} calls did the work, in ${submission.attempts} attempts`));
    }
  }
  return findings;
}

function sharedReferences({ engagements }: Books): Finding[] {
  const referenced = engagements.filter(({ externalRef }) => externalRef !== undefined);
  return [...Map.groupBy(referenced, ({ externalRef }) => externalRef)]
    .filter(([, sharing]) => sharing.length > 1)
    .map(([externalRef = '', sharing]) => ({
      kind: 'doubled',
      title: sharing[0]?.title ?? '',
      what: `${sharing.length} engagements have the externalRef ${externalRef}`,
    }));
}
