import { listEngagementsRules } from '../rules/read-engagements.rules.js';
import { type RuleSet } from '../rules/rule-set.js';
import { Violations } from '../rules/violation.js';
import { type ServiceState } from '../service-state.js';
import { isJsonObject, type JsonObject } from '../wire/json.js';
import { validationError } from '../wire/wire-error.js';
import { type Engagement, simulatedAccount } from './engagement.js';

// AWS documents neither; a small page makes callers meet the paging.
const defaultPageSize = 20;
const defaultOrder = 'DESCENDING';

/**
 * ListEngagements: a catalog's engagements by creation, filtered and in pages. A NextToken stands for the last
 * engagement told, so what is created between two pages neither repeats nor hides one. An engagement is shown only
 * when the lag has passed since its creation.
 * @throws WireError ValidationException.
 */
export function listEngagements(
  { store, settings }: Pick<ServiceState, 'store' | 'settings'>,
  body: unknown,
): JsonObject {
  const query = validated(body, settings.rules);
  const matching = store.findAll(query.catalog).filter((engagement) => matches(query.filters, engagement));
  if (query.order === 'DESCENDING') {
    matching.reverse();
  }
  const start = query.nextToken === undefined ? 0 : positionAfter(matching, query.nextToken);
  const rest = matching.slice(start).filter((engagement) => isListed(engagement, settings.listLagMs));
  const page = rest.slice(0, query.pageSize);
  const last = page.at(-1);
  const more = last !== undefined && page.length < rest.length;
  return {
    EngagementSummaryList: page.map(summary),
    ...(more && { NextToken: Buffer.from(last.id).toString('base64url') }),
  };
}

function isListed({ modifiedAt }: Engagement, listLagMs: number): boolean {
  // Nothing here ever modifies an engagement. Without a lag no clock that was set back may hide one.
  return listLagMs === 0 || Date.now() - Date.parse(modifiedAt) >= listLagMs;
}

interface Query {
  readonly catalog: string;
  readonly filters: JsonObject;
  readonly order: unknown;
  readonly pageSize: number;
  readonly nextToken?: string;
}

function validated(body: unknown, rules: RuleSet): Query {
  const found = new Violations();
  listEngagementsRules[rules](body, '', found);
  if (!isJsonObject(body) || found.list.length > 0 || typeof body['Catalog'] !== 'string') {
    throw validationError(found);
  }
  const { Catalog: catalog, Sort: sort, MaxResults: size, NextToken: nextToken } = body;
  return {
    catalog,
    filters: body,
    order: isJsonObject(sort) ? sort['SortOrder'] : defaultOrder,
    pageSize: typeof size === 'number' ? size : defaultPageSize,
    ...(typeof nextToken === 'string' && { nextToken }),
  };
}

function matches(filters: JsonObject, { id, arn, request }: Engagement): boolean {
  const types = typesOf(request);
  return (
    chosen(filters['CreatedBy'], [simulatedAccount]) &&
    !excluded(filters['ExcludeCreatedBy'], [simulatedAccount]) &&
    chosen(filters['ContextTypes'], types) &&
    !excluded(filters['ExcludeContextTypes'], types) &&
    chosen(filters['EngagementIdentifier'], [id, arn])
  );
}

/** A filter that is missing or empty chooses everything. */
function chosen(filter: unknown, values: readonly unknown[]): boolean {
  return !Array.isArray(filter) || filter.length === 0 || excluded(filter, values);
}

function excluded(filter: unknown, values: readonly unknown[]): boolean {
  return Array.isArray(filter) && values.some((value) => filter.includes(value));
}

function typesOf(request: JsonObject): unknown[] {
  const contexts = Array.isArray(request['Contexts']) ? request['Contexts'].filter(isJsonObject) : [];
  return [...new Set(contexts.map((context) => context['Type']))];
}

function positionAfter(engagements: readonly Engagement[], nextToken: string): number {
  const id = Buffer.from(nextToken, 'base64url').toString();
  const position = engagements.findIndex((engagement) => engagement.id === id);
  if (position === -1) {
    const found = new Violations();
    found.field('nextToken', 'INVALID_VALUE', 'nextToken must come from a page of the same list.');
    throw validationError(found);
  }
  return position + 1;
}

function summary({ id, arn, request, modifiedAt }: Engagement): JsonObject {
  return {
    Arn: arn,
    Id: id,
    Title: request['Title'] ?? null,
    CreatedAt: modifiedAt,
    CreatedBy: simulatedAccount,
    MemberCount: 1,
    ModifiedAt: modifiedAt,
    ModifiedBy: simulatedAccount,
    ContextTypes: typesOf(request),
  };
}
