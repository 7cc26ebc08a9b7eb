import { Injectable } from '@nestjs/common';
import type { CatalogName } from '../config/settings.js';
import { isUniqueViolation } from '../database/database-errors.js';
import type { Prisma } from '../database/generated/client.js';
import { jsonColumn } from '../database/json-column.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import { EngagementDraftDto } from './dto/engagement-draft.dto.js';
import { duplicateExternalRef } from './duplicate-external-ref.js';
import type { EngagementRecord, SubmissionRecord } from './engagement.record.js';
import type { EngagementStatus } from './engagement-status.js';
import { isProblem } from './stored-problem.js';

export interface EngagementFilter {
  readonly status?: readonly EngagementStatus[];
  readonly catalog?: CatalogName;
  readonly externalRef?: string;
  /** Part of the title or of a customer's company name, in any letter case. */
  readonly text?: string;
}

/** An engagement that is to be saved. */
export interface NewEngagement {
  readonly id: string;
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

type Row = Prisma.EngagementGetPayload<{ include: typeof withLastSubmission }>;

/** Engagements in Postgres. */
@Injectable()
export class EngagementsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Runs a transaction that saves this content.
   *
   * Who has a taken external reference is looked up when the transaction is over: it would else hold one connection
   * while it waits for another, and ten of them the whole pool.
   * @throws DomainError `duplicate-external-ref`
   */
  async saving<T>(
    { createdBy, content }: Pick<EngagementRecord, 'createdBy' | 'content'>,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.prisma.$transaction(work);
    } catch (error) {
      throw await this.explain(error, createdBy, content);
    }
  }

  /** To be called within `saving`. */
  async create(
    transaction: Transaction,
    { id, createdBy, clientToken, content }: NewEngagement,
  ): Promise<EngagementRecord> {
    const row = await transaction.engagement.create({
      data: { id, createdBy, clientToken, ...columnsOf(content) },
      include: withLastSubmission,
    });
    return toRecord(row);
  }

  /** @returns the ids of those that were saved; the external reference of the others is taken */
  async createMany(
    transaction: Transaction,
    engagements: readonly NewEngagement[],
  ): Promise<ReadonlySet<string>> {
    const rows = await transaction.engagement.createManyAndReturn({
      data: engagements.map(({ content, ...engagement }) => ({ ...engagement, ...columnsOf(content) })),
      skipDuplicates: true,
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** For each engagement that could not be saved, the id of the one that has its external reference. */
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
      unsaved.flatMap(({ id, content: { catalog, externalRef } }) => {
        const other = existing.get(keyOf(catalog, externalRef));
        return other === undefined ? [] : [[id, other] as const];
      }),
    );
  }

  async find(id: string): Promise<EngagementRecord | undefined> {
    const row = await this.prisma.engagement.findUnique({ where: { id }, include: withLastSubmission });
    return row === null ? undefined : toRecord(row);
  }

  /**
   * Newest first.
   * @param before the id of the last engagement of the page before
   */
  async list(filter: EngagementFilter, limit: number, before?: string): Promise<EngagementRecord[]> {
    const rows = await this.prisma.engagement.findMany({
      where: { ...whereOf(filter), ...(before === undefined ? {} : { id: { lt: before } }) },
      // UUIDv7 sorts by time of creation.
      orderBy: { id: 'desc' },
      take: limit,
      include: withLastSubmission,
    });
    return rows.map(toRecord);
  }

  /**
   * Replaces the content of an engagement that is still at the version it was read at. To be called within `saving`.
   * @returns false where it is not: somebody else was faster
   */
  async update(
    transaction: Transaction,
    { id, version }: Pick<EngagementRecord, 'id' | 'version'>,
    content: EngagementRecord['content'],
  ): Promise<boolean> {
    const { count } = await transaction.engagement.updateMany({
      where: { id, version },
      data: { ...columnsOf(content), version: { increment: 1 }, updatedAt: new Date() },
    });
    return count === 1;
  }

  /** @returns false where the engagement is no longer at this version */
  async delete(
    transaction: Transaction,
    { id, version }: Pick<EngagementRecord, 'id' | 'version'>,
  ): Promise<boolean> {
    const { count } = await transaction.engagement.deleteMany({ where: { id, version } });
    return count === 1;
  }

  /** The only unique columns that a caller chooses are those of the external reference. */
  private async explain(
    error: unknown,
    createdBy: string,
    { catalog, externalRef }: EngagementRecord['content'],
  ): Promise<unknown> {
    if (!isUniqueViolation(error) || externalRef === undefined) {
      return error;
    }
    const existing = await this.prisma.engagement.findUnique({
      where: { createdBy_catalog_externalRef: { createdBy, catalog, externalRef } },
      select: { id: true },
    });
    return duplicateExternalRef(existing?.id);
  }
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
  const { nextAttemptAt, settledAt, lastError } = row;
  return {
    id: row.id,
    clientToken: row.clientToken,
    request: row.request,
    requestSha256: row.requestSha256,
    attempts: row.attempts,
    outcomeUnknown: row.outcomeUnknown,
    requestedAt: row.requestedAt,
    ...(nextAttemptAt === null ? {} : { nextAttemptAt }),
    ...(settledAt === null ? {} : { settledAt }),
    ...(isProblem(lastError) ? { lastError } : {}),
  };
}
