import { engagementsWithin } from '../../auth/owned-tables.js';
import type { Reach } from '../../auth/reach.js';
import type { CatalogName } from '../../config/settings.js';
import { Prisma } from '../../database/generated/client.js';
import type { EngagementStatus } from '../../database/generated/enums.js';
import type { SubmissionErrorCode } from '../../errors/error-codes.js';
import { lastSubmissionFirst } from './engagement-rows.js';

/** What engagements are looked for: all that is given has to be so. */
export interface EngagementFilter {
  /** Any of these. */
  readonly status?: readonly EngagementStatus[];
  readonly catalog?: CatalogName;
  /** Any of these. */
  readonly externalRef?: readonly string[];
  /** Part of the title or of a customer's company name, in any letter case. */
  readonly text?: string;
  /** Changed then or later; RFC 3339. */
  readonly updatedSince?: string;
  /** What the last submission ran into. */
  readonly lastError?: SubmissionErrorCode;
}

/** Whose engagements are looked through, and from where on. */
export interface SearchPlace {
  readonly reach: Reach;
  /** The id of one that they are to be older than. */
  readonly before?: string;
}

/** Shorter texts have no trigram inside of a word: they are looked for at the beginnings of words. */
const TRIGRAM = 3;

/** Whether nothing is looked for: then a page is read in one way, whatever the values, and its statement has a name. */
export function isPlain(filter: EngagementFilter): boolean {
  const { status, catalog, externalRef, text = '', updatedSince, lastError } = filter;
  const given = [status, catalog, externalRef, updatedSince, lastError];
  return text === '' && given.every((one) => one === undefined);
}

/** Those that a filter lets through, each as `engagement`: what stands after FROM, with its WHERE. */
export function matchesOf(filter: EngagementFilter, place: SearchPlace): Prisma.Sql {
  const { status, catalog, externalRef, text = '', updatedSince, lastError } = filter;
  const { reach, before } = place;
  const conditions = [
    ...(before === undefined ? [] : [Prisma.sql`engagement.id < ${before}::uuid`]),
    ...(status === undefined ? [] : [isOneOf(status)]),
    ...(catalog === undefined ? [] : [Prisma.sql`catalog = ${catalog}::"Catalog"`]),
    ...(updatedSince === undefined ? [] : [isChangedSince(updatedSince)]),
    ...(text === '' ? [] : [textMatches(text)]),
  ];
  return Prisma.sql`
    ${externalRef === undefined ? engagementsWithin(reach) : referredTo(externalRef, reach)} engagement
    ${lastError === undefined ? Prisma.empty : Prisma.sql`JOIN submissions failed ON ${hasFailedLast(lastError, place)}`}
    ${conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`}`;
}

/** By their own index (OFFSET 0): for many of them the order of ids tempts PostgreSQL to look through a caller's all. */
function referredTo(externalRefs: readonly string[], reach: Reach): Prisma.Sql {
  return Prisma.sql`(
    SELECT * FROM ${engagementsWithin(reach)} engagement WHERE external_ref = ANY(${[...externalRefs]}::text[]) OFFSET 0)`;
}

/** Whether a row of engagements was changed then or later. */
export function isChangedSince(updatedSince: string): Prisma.Sql {
  return Prisma.sql`updated_at >= ${updatedSince}::timestamptz`;
}

/**
 * Whether a row of submissions is the last one of the engagement, and ran into a problem. What is asked of it besides says
 * the same again, for the indexes by code: that the caller is the engagement's owner, and where the page begins.
 */
function hasFailedLast(code: SubmissionErrorCode, { reach: { owner }, before }: SearchPlace): Prisma.Sql {
  const conditions = [
    Prisma.sql`failed.engagement_id = engagement.id`,
    Prisma.sql`failed.last_error ->> 'code' = ${code}`,
    ...(owner === undefined ? [] : [Prisma.sql`failed.caller = ${owner}`]),
    ...(before === undefined ? [] : [Prisma.sql`failed.engagement_id < ${before}::uuid`]),
    // Of both tables, and so looked at last of all; nearly always true.
    Prisma.sql`(
      SELECT submissions.id = failed.id FROM submissions WHERE engagement_id = engagement.id
      ${lastSubmissionFirst} LIMIT 1)`,
  ];
  return Prisma.join(conditions, ' AND ');
}

/** One alone by `=`: a list has no order in an index, whatever its length. */
function isOneOf(statuses: readonly EngagementStatus[]): Prisma.Sql {
  const [first] = statuses;
  return statuses.length === 1
    ? Prisma.sql`status = ${first}::"EngagementStatus"`
    : Prisma.sql`status = ANY(${[...statuses]}::"EngagementStatus"[])`;
}

function textMatches(text: string): Prisma.Sql {
  // A wildcard is an ordinary character to the caller.
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  const pattern = Array.from(text).length < TRIGRAM ? `% ${escaped}%` : `%${escaped}%`;
  return Prisma.sql`search_text LIKE lower(${pattern})`;
}
