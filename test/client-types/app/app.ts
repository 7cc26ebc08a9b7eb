/**
 * A developer's code, as it is to compile with the types that a generator makes of the API's document. Where the types
 * are to refuse something, a comment expects it.
 */
import type {
  Engagement,
  EngagementDraft,
  EngagementPatch,
  FrozenRequest,
  HistoryEvent,
  ImportedRow,
  Industry,
  ListProblem,
  ListQuery,
  Problem,
  SubmissionBatch,
  SubmitProblem,
  Validation,
} from './api.js';

/** What people have typed into a CRM. */
interface CrmRow {
  readonly id: string;
  readonly company: string;
  readonly industry: string | null;
  readonly country: string;
  readonly segment: string;
  readonly date: string;
  readonly email: string;
  readonly phone: string | null;
}

export function draftOf(row: CrmRow): EngagementDraft {
  return {
    catalog: 'sandbox',
    externalRef: row.id,
    title: `Lead: ${row.company}`,
    description: null,
    contexts: [
      {
        type: 'lead',
        customer: {
          companyName: row.company,
          industry: row.industry,
          marketSegment: row.segment,
          address: { countryCode: row.country, stateOrRegion: 'wa' },
        },
        interactions: [{ interactionDate: row.date, contact: { email: row.email, phone: row.phone } }],
      },
      {
        type: 'customerProject',
        customer: { companyName: row.company, countryCode: row.country },
        project: { targetCompletionDate: '30 June 2027' },
      },
      { customer: { companyName: row.company } },
    ],
  };
}

export const canonical: EngagementDraft = {
  contexts: [{ type: 'lead', customer: { industry: 'Retail', address: { countryCode: 'US' } } }],
};

export const patch: EngagementPatch = { title: null, contexts: canonical.contexts ?? null };

// @ts-expect-error A lead has no project.
export const leadWithProject: EngagementDraft = { contexts: [{ type: 'lead', project: { title: 'x' } }] };

// @ts-expect-error There is no such field.
export const misspelled: EngagementDraft = { titel: 'x' };

// @ts-expect-error The server owns it.
export const owned: EngagementDraft = { status: 'draft' };

export function phoneOf({ contexts }: Engagement): string | undefined {
  for (const context of contexts) {
    if (context.type === 'lead') {
      return context.interactions?.[0]?.contact?.phone;
    }
  }
  return undefined;
}

export function industriesOf({ contexts }: Engagement): Industry[] {
  return contexts.flatMap(({ customer }) => customer?.industry ?? []);
}

export function dayOf({ contexts }: Engagement): string {
  const project = contexts.find((context) => context.type === 'customerProject')?.project;
  return project?.targetCompletionDate ?? 'no day';
}

/** Complete by the types alone: there is no default. */
export function nextStep({ retry }: Problem): 'again' | 'wait' | 'tell' {
  switch (retry) {
    case 'same':
      return 'again';
    case 'poll':
      return 'wait';
    case 'fix':
    case 'operator':
    case 'no':
      return 'tell';
  }
}

export function wordsFor(problem: Problem): string {
  switch (problem.type) {
    case '/problems/engagement-not-ready':
      return problem.errors.map(({ pointer = '', message }) => `${pointer}: ${message}`).join();
    case '/problems/invalid-request':
      return (problem.errors ?? []).map(({ suggestion }) => suggestion ?? '').join();
    case '/problems/version-mismatch':
      return `${problem.engagementId ?? 'There is none: it'} is at ${problem.currentVersion?.toFixed() ?? '-'}`;
    case '/problems/patch-test-failed':
      return `${problem.engagementId} ${problem.errors.length.toFixed()}`;
    case '/problems/engagement-not-editable':
      return problem.arn ?? problem.differs?.[0] ?? problem.engagementStatus;
    case '/problems/already-submitted':
      return problem.arn;
    case '/problems/forbidden':
      return problem.requiredScope;
    case '/problems/partner-central-validation':
      return problem.reason ?? problem.awsRequestId ?? problem.detail;
    case '/problems/database-unavailable':
      return (problem.missing ?? []).map(({ code }) => code).join();
    default:
      return problem.detail;
  }
}

// @ts-expect-error Only a problem of one type has it.
export const versionOf = (problem: Problem) => problem.currentVersion;

// @ts-expect-error There is no such problem.
export const isUnknown = (problem: Problem) => problem.type === '/problems/not-there';

/** The statuses and types of one operation, complete as well. */
export function conflictOf(problem: SubmitProblem): string | undefined {
  if (problem.status !== 409) {
    return undefined;
  }
  switch (problem.type) {
    case '/problems/already-submitted':
      return problem.arn;
    case '/problems/idempotency-key-in-use':
    case '/problems/partner-central-conflict':
    case '/problems/resolved-as-not-created':
      return problem.retry;
    // What the web server refuses may have any status.
    case '/problems/request-refused':
      return undefined;
  }
}

// @ts-expect-error Nothing is submitted by a list.
export const ofList: ListProblem['type'] = '/problems/already-submitted';

export const query: ListQuery = { status: ['draft', 'rejected'], limit: 100 };

/** Problems that stand in an answer are the same, but of no request. */
export function lastErrors({ submission }: Engagement, { data }: SubmissionBatch): (string | undefined)[] {
  return [submission?.lastError, ...data.map(({ error }) => error)].map((problem) =>
    problem?.type === '/problems/partner-central-timeout' ? problem.engagementStatus : problem?.requestId,
  );
}

export function durationsOf(events: readonly HistoryEvent[]): number[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case 'attempt-ended':
        return event.details.error === undefined ? event.details.durationMs : [];
      case 'edited':
        return event.details.fields.length;
      default:
        return [];
    }
  });
}

export function tellRow(row: ImportedRow): string {
  return 'type' in row
    ? `${row.line.toFixed()} ${row.type} ${row.retry} ${row.errors[0]?.code ?? ''}`
    : `${row.id ?? 'not saved'} ${(row.lacks ?? []).join()} ${String(row.ready)}`;
}

export function titleSent({ request }: FrozenRequest): string | undefined {
  const lead = request.Contexts?.find((context) => context.Type === 'Lead');
  return lead?.Payload.Lead.Customer.CompanyName ?? request.Title ?? request.ClientToken;
}

export function canonicalTitle({ engagement, request }: Validation): string | undefined {
  return engagement?.title ?? request?.Catalog;
}
