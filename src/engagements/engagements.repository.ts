import { Injectable } from '@nestjs/common';
import type { CatalogName } from '../config/settings.js';
import { isUniqueViolation } from '../database/database-errors.js';
import type { Prisma } from '../database/generated/client.js';
import type { EngagementStatus } from '../database/generated/enums.js';
import { jsonColumn } from '../database/json-column.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import { readStoredProblem } from '../errors/stored-problem.js';
import type { CreatedEngagement } from '../partner-central/attempt-outcome.js';
import { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import type { EngagementRecord, SubmissionRecord } from './engagement.record.js';

export interface EngagementFilter {
  readonly status?: readonly EngagementStatus[];
  readonly catalog?: CatalogName;
  readonly externalRef?: string;
  /** Part of the title or of a customer's company name, in any letter case. */
  readonly text?: string;
}

/** An engagement that is to be saved. */
export interface NewEngagement {
  readonly createdBy: string;
  readonly clientToken: string;
  readonly content: EngagementRecord['content'];
}

/** The open one, of which there is one at most; else the last. Not by time alone: replicas' clocks differ. */
export const lastSubmissionFirst = [
  { settledAt: { sort: 'desc', nulls: 'first' } },
  { requestedAt: 'desc' },
] satisfies Prisma.SubmissionOrderByWithRelationInput[];

const withLastSubmission = {
  submissions: { orderBy: lastSubmissionFirst, take: 1 },
} as const satisfies Prisma.EngagementInclude;

/**
 * By one statement. By two, the status could be of before a new submission, and the submission of after it: *rejected*
 * without a reason.
 */
export const atOneMoment = { relationLoadStrategy: 'join' } as const;

/** What a submission makes of an engagement. */
export interface StatusChange {
  readonly status: EngagementStatus;
  readonly created?: CreatedEngagement;
  readonly nextClientToken?: string;
}

/** What makes an external reference one caller's. */
export type ExternalRef = Pick<EngagementRecord, 'createdBy' | 'content'>;

type Row = Prisma.EngagementGetPayload<{ include: typeof withLastSubmission }>;

/** Engagements in Postgres. Nobody else writes them. */
@Injectable()
export class EngagementsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** @returns undefined where the external reference is taken */
  async create(transaction: Transaction, engagement: NewEngagement): Promise<EngagementRecord | undefined> {
    const [row] = await transaction.engagement.createManyAndReturn({
      data: [newRow(engagement)],
      skipDuplicates: true,
    });
    return row === undefined ? undefined : toRecord({ ...row, submissions: [] });
  }

  /** @returns the ids of those that were saved, by their ClientTokens; the external reference of the others is taken */
  async createMany(
    transaction: Transaction,
    engagements: readonly NewEngagement[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await transaction.engagement.createManyAndReturn({
      data: engagements.map(newRow),
      skipDuplicates: true,
      select: { id: true, clientToken: true },
    });
    return new Map(rows.map(({ id, clientToken }) => [clientToken, id]));
  }

  /** The id of the engagement that has this external reference, if any. */
  async idByExternalRef(
    { createdBy, content: { catalog, externalRef } }: ExternalRef,
    client: Transaction = this.prisma,
  ): Promise<string | undefined> {
    if (externalRef === undefined) {
      return undefined;
    }
    const existing = await client.engagement.findUnique({
      where: { createdBy_catalog_externalRef: { createdBy, catalog, externalRef } },
      select: { id: true },
    });
    return existing?.id;
  }

  /** For each engagement that could not be saved, by its ClientToken, the id of the one that has its external reference. */
  async idsByExternalRef(unsaved: readonly NewEngagement[]): Promise<ReadonlyMap<string, string>> {
    if (unsaved.length === 0) {
      return new Map();
    }
    const keyOf = (catalog: string, externalRef: string | null | undefined) =>
      `${catalog} ${externalRef ?? ''}`;
    const rows = await this.prisma.engagement.findMany({
      where: {
        OR: unsaved.map(({ createdBy, content: { catalog, externalRef } }) => ({
          createdBy,
          catalog,
          externalRef: externalRef ?? null,
        })),
      },
      select: { id: true, catalog: true, externalRef: true },
    });
    const existing = new Map(rows.map(({ id, catalog, externalRef }) => [keyOf(catalog, externalRef), id]));
    return new Map(
      unsaved.flatMap(({ clientToken, content: { catalog, externalRef } }) => {
        const other = existing.get(keyOf(catalog, externalRef));
        return other === undefined ? [] : [[clientToken, other] as const];
      }),
    );
  }

  async find(id: string, client: Transaction = this.prisma): Promise<EngagementRecord | undefined> {
    const row = await client.engagement.findUnique({
      ...atOneMoment,
      where: { id },
      include: withLastSubmission,
    });
    return row === null ? undefined : toRecord(row);
  }

  /** The engagement, which nobody else changes until the transaction is over. */
  async lock(transaction: Transaction, id: string): Promise<EngagementRecord | undefined> {
    const locked = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM engagements WHERE id = ${id}::uuid FOR UPDATE`;
    return locked.length === 0 ? undefined : this.find(id, transaction);
  }

  /** The status alone, as it is looked at again and again. */
  async statusOf(id: string): Promise<EngagementStatus | undefined> {
    const row = await this.prisma.engagement.findUnique({ where: { id }, select: { status: true } });
    return row?.status;
  }

  /**
   * Newest first.
   * @param before the id of the last engagement of the page before
   */
  async list(filter: EngagementFilter, limit: number, before?: string): Promise<EngagementRecord[]> {
    const rows = await this.prisma.engagement.findMany({
      ...atOneMoment,
      where: { ...whereOf(filter), ...(before === undefined ? {} : { id: { lt: before } }) },
      // UUIDv7 sorts by time of creation.
      orderBy: { id: 'desc' },
      take: limit,
      include: withLastSubmission,
    });
    return rows.map(toRecord);
  }

  /**
   * Replaces the content of an engagement that is locked.
   * @throws ExternalRefTaken
   */
  async update(transaction: Transaction, id: string, engagement: ExternalRef): Promise<EngagementRecord> {
    try {
      const row = await transaction.engagement.update({
        where: { id },
        data: { ...columnsOf(engagement.content), version: { increment: 1 } },
        include: withLastSubmission,
      });
      return toRecord(row);
    } catch (error) {
      // The only unique columns that a caller chooses are those of the external reference.
      throw isUniqueViolation(error) ? new ExternalRefTaken(engagement) : error;
    }
  }

  /** Writes what a submission makes of an engagement that is locked, and tells those who wait for its end. */
  async changeStatus(transaction: Transaction, id: string, change: StatusChange): Promise<void> {
    const { status, created, nextClientToken } = change;
    await transaction.$queryRaw`
      WITH changed AS (
        UPDATE engagements
        SET status = ${status}::"EngagementStatus",
            version = version + 1,
            client_token = coalesce(${nextClientToken ?? null}::uuid, client_token),
            partner_central_id = coalesce(${created?.id ?? null}, partner_central_id),
            partner_central_arn = coalesce(${created?.arn ?? null}, partner_central_arn),
            partner_central_modified_at = coalesce(${created?.modifiedAt ?? null}, partner_central_modified_at)
        WHERE id = ${id}::uuid
        RETURNING id, status
      )
      SELECT pg_notify('engagement_status', id::text)::text FROM changed WHERE status <> 'submitting'`;
  }

  /** Deletes an engagement that is locked, and its submissions with it. */
  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction.engagement.delete({ where: { id }, select: { id: true } });
  }

  /** Of these Arns, the ones that no engagement here has. */
  async unrecordedArns(arns: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.engagement.findMany({
      where: { partnerCentralArn: { in: [...arns] } },
      select: { partnerCentralArn: true },
    });
    const recorded = new Set(rows.map(({ partnerCentralArn }) => partnerCentralArn));
    return arns.filter((arn) => !recorded.has(arn));
  }

  /** The Arns of the newest engagements of a catalog that AWS has. */
  async newestArns(catalog: CatalogName, limit: number): Promise<string[]> {
    const rows = await this.prisma.engagement.findMany({
      where: { catalog, status: 'submitted' },
      orderBy: { id: 'desc' },
      take: limit,
      select: { partnerCentralArn: true },
    });
    return rows.flatMap(({ partnerCentralArn: arn }) => (arn === null ? [] : [arn]));
  }
}

/** An edit wants an external reference that another engagement has. */
export class ExternalRefTaken extends Error {
  override readonly name = 'ExternalRefTaken';

  constructor(readonly wanted: ExternalRef) {
    super('The external reference is taken');
  }
}

function newRow({ content, createdBy, clientToken }: NewEngagement) {
  return { createdBy, clientToken, ...columnsOf(content) };
}

function columnsOf({ catalog, externalRef, title, description, contexts = [] }: EngagementRecord['content']) {
  return {
    catalog,
    externalRef: externalRef ?? null,
    title: title ?? null,
    description: description ?? null,
    contexts: jsonColumn(contexts),
    companyNames: contexts.map(({ customer }) => customer?.companyName ?? '').join('\n'),
  };
}

function whereOf({ status, catalog, externalRef, text }: EngagementFilter): Prisma.EngagementWhereInput {
  return {
    ...(status === undefined ? {} : { status: { in: [...status] } }),
    ...(catalog === undefined ? {} : { catalog }),
    ...(externalRef === undefined ? {} : { externalRef }),
    ...(text === undefined ? {} : { OR: [{ title: containing(text) }, { companyNames: containing(text) }] }),
  };
}

function containing(text: string): Prisma.StringFilter {
  // Prisma hands the text to ILIKE as it is; its wildcards are ordinary characters to the caller.
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' };
}

function toRecord(row: Row): EngagementRecord {
  const [submission] = row.submissions;
  const { catalog, externalRef, title, description, contexts } = row;
  const content = EngagementDraftDto.from({
    catalog,
    externalRef: externalRef ?? undefined,
    title: title ?? undefined,
    description: description ?? undefined,
    contexts,
  });
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    content: Object.assign(content, { catalog }),
    clientToken: row.clientToken,
    ...partnerCentralOf(row),
    ...(submission === undefined ? {} : { submission: toSubmissionRecord(submission) }),
  };
}

function partnerCentralOf(row: Row): Pick<EngagementRecord, 'partnerCentral'> {
  const { partnerCentralId: id, partnerCentralArn: arn, partnerCentralModifiedAt: modifiedAt } = row;
  if (id === null || arn === null) {
    return {};
  }
  return { partnerCentral: { id, arn, ...(modifiedAt === null ? {} : { modifiedAt }) } };
}

function toSubmissionRecord(row: Row['submissions'][number]): SubmissionRecord {
  const { settledAt } = row;
  const lastError = readStoredProblem(row.lastError);
  return {
    id: row.id,
    clientToken: row.clientToken,
    request: row.request,
    requestSha256: row.requestSha256,
    attempts: row.attempts,
    outcomeUnknown: row.outcomeUnknown,
    requestedAt: row.requestedAt,
    ...(row.dueAt === null || row.attemptOpen ? {} : { nextAttemptAt: row.dueAt }),
    ...(settledAt === null ? {} : { settledAt }),
    ...(lastError === undefined ? {} : { lastError }),
  };
}
