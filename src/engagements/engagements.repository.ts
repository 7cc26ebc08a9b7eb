import { Inject, Injectable } from '@nestjs/common';
import { engagementsWithin, everyonesEngagements, reachName } from '../auth/owned-tables.js';
import type { Caller } from '../auth/caller.js';
import { Reach } from '../auth/reach.js';
import { type CatalogName, SETTINGS, type Settings } from '../config/settings.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { Prisma } from '../database/generated/client.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import type { CheckedEngagement, NewEngagement } from './checked-engagement.js';
import type { EngagementAddress } from './engagement-address.js';
import type { EngagementRecord, ShownEngagement } from './engagement.record.js';
import { type Edit, editEngagement, type EditedRow, nameOfEdit } from './statements/edit-engagement.js';
import {
  shownColumns,
  type ShownRow,
  toRecord,
  toShown,
  workedColumns,
  type WorkedRow,
} from './statements/engagement-rows.js';
import { type ListedRow, listEngagements, type PagePlace } from './statements/list-engagements.js';
import { type EngagementFilter, isPlain } from './statements/engagement-filter.js';
import { withReadinessBy } from './kept-readiness.js';
import { ReadingShares } from './reading-shares.js';
import { saveEngagements } from './statements/save-engagements.js';

/** What makes an external reference one caller's. */
export type ExternalRef = Pick<NewEngagement, 'createdBy' | 'content'>;

/** One page of a list. */
export interface EngagementPage {
  readonly engagements: readonly ShownEngagement[];
  readonly hasNext: boolean;
}

interface SavedRow {
  readonly id: string;
  readonly client_token: string;
}

/** Engagements in Postgres. Nobody else writes them, but for what a submission makes of them (`submissions/statements/`). */
@Injectable()
export class EngagementsRepository {
  constructor(
    private readonly prisma: PrismaService,
    private readonly shares: ReadingShares,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Saves drafts with their history, in one statement.
   * @returns the ids of those that were saved, by their ClientTokens; the external reference of the others is taken
   */
  async saveAll(engagements: readonly NewEngagement[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.prisma.run<SavedRow>('save-engagements', saveEngagements(engagements));
    return new Map(rows.map(({ id, client_token }) => [client_token, id]));
  }

  /** The id of the engagement that has this external reference, if any. */
  async idByExternalRef({
    createdBy,
    content: { catalog, externalRef },
  }: ExternalRef): Promise<string | undefined> {
    if (externalRef === undefined) {
      return undefined;
    }
    const [existing] = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM ${everyonesEngagements}
      WHERE created_by = ${createdBy} AND catalog = ${catalog}::"Catalog" AND external_ref = ${externalRef}`;
    return existing?.id;
  }

  /** For each engagement that could not be saved, by its ClientToken, the id of the one that has its external reference. */
  async idsByExternalRef(unsaved: readonly NewEngagement[]): Promise<ReadonlyMap<string, string>> {
    if (unsaved.length === 0) {
      return new Map();
    }
    const wanted = unsaved.map(({ createdBy, clientToken, content: { catalog, externalRef } }) => ({
      created_by: createdBy,
      client_token: clientToken,
      catalog,
      external_ref: externalRef,
    }));
    const rows = await this.prisma.$queryRaw<SavedRow[]>`
      SELECT engagement.id, wanted.client_token
      FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        AS wanted (created_by text, client_token uuid, catalog "Catalog", external_ref text)
      JOIN ${everyonesEngagements} engagement USING (created_by, catalog, external_ref)`;
    return new Map(rows.map(({ id, client_token }) => [client_token, id]));
  }

  /** The engagement as it is shown: by one statement, which many wait for. */
  async show(id: string, reach: Reach): Promise<ShownEngagement | undefined> {
    const statement = selectOne(shownColumns, id, reach);
    const [row] = await this.prisma.run<ShownRow>(`show-engagement-${reachName(reach)}`, statement);
    return row && this.shown(row);
  }

  /** The caller's own engagement with this external reference. */
  async showByRef(
    caller: Caller,
    { catalog, externalRef }: Required<EngagementAddress>,
  ): Promise<ShownEngagement | undefined> {
    const [row] = await this.prisma.run<ShownRow>(
      'show-engagement-by-ref',
      Prisma.sql`
        SELECT ${shownColumns} FROM ${engagementsWithin(Reach.ownOf(caller))} engagement
        WHERE catalog = ${catalog}::"Catalog" AND external_ref = ${externalRef}`,
    );
    return row && this.shown(row);
  }

  /** The engagement with all that submitting it takes. */
  async find(id: string, reach: Reach): Promise<EngagementRecord | undefined> {
    const statement = selectOne(workedColumns, id, reach);
    const [row] = await this.prisma.run<WorkedRow>(`find-engagement-${reachName(reach)}`, statement);
    return row && this.worked(row);
  }

  /** Whether an engagement is there, and within reach. */
  async isWithin(transaction: Transaction, id: string, reach: Reach): Promise<boolean> {
    const found = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM ${engagementsWithin(reach)} engagement WHERE id = ${id}::uuid`;
    return found.length > 0;
  }

  /** The engagement, which nobody else changes until the transaction is over. */
  async lock(transaction: Transaction, id: string, reach: Reach): Promise<EngagementRecord | undefined> {
    const locked = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM ${engagementsWithin(reach)} engagement WHERE id = ${id}::uuid FOR UPDATE`;
    if (locked.length === 0) {
      return undefined;
    }
    // Not in the same statement: it would see the submission of before it had the lock.
    const [row] = await transaction.$queryRaw<WorkedRow[]>(selectOne(workedColumns, id, reach));
    return row && this.worked(row);
  }

  /** One page, newest first. */
  async list(filter: EngagementFilter, place: PagePlace, reach: Reach): Promise<EngagementPage> {
    const statement = listEngagements(filter, place, reach);
    const name = `list-${place.limit}-${place.before === undefined ? 'newest' : 'further'}-${reachName(reach)}`;
    const rows = await this.shares.read(reach, () =>
      isPlain(filter)
        ? this.prisma.run<ListedRow>(name, statement)
        : this.prisma.runPlanned<ListedRow>(statement),
    );
    return { engagements: rows.map((row) => this.shown(row)), hasNext: rows.at(-1)?.has_next === true };
  }

  /**
   * Replaces the content of an engagement that is still as it was read.
   * @returns undefined where somebody else has changed it since
   * @throws ExternalRefTaken
   */
  async edit(
    engagement: ShownEngagement,
    checked: CheckedEngagement,
    edit: Edit,
  ): Promise<ShownEngagement | undefined> {
    try {
      const [row] = await this.prisma.run<EditedRow>(
        nameOfEdit(edit),
        editEngagement(engagement, checked, edit),
      );
      return row && edited(engagement, checked, edit, row.updated_at);
    } catch (error) {
      // The only unique columns that a caller chooses are those of the external reference.
      throw isUniqueViolation(error)
        ? new ExternalRefTaken({ createdBy: engagement.createdBy, content: checked.content })
        : error;
    }
  }

  /** As `edit`, of an engagement that is locked. Its external reference stays. */
  async editLocked(
    transaction: Transaction,
    engagement: EngagementRecord,
    checked: CheckedEngagement,
    edit: Edit,
  ): Promise<void> {
    await transaction.$queryRaw(editEngagement(engagement, checked, edit));
  }

  /** Deletes an engagement that is locked, and its submissions with it. */
  async delete(transaction: Transaction, { id }: EngagementRecord): Promise<void> {
    await transaction.$executeRaw`DELETE FROM ${everyonesEngagements} WHERE id = ${id}::uuid`;
  }

  /** Of these Arns, the ones that no engagement here has. */
  async unrecordedArns(arns: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ arn: string }[]>`
      SELECT partner_central_arn AS arn FROM ${everyonesEngagements}
      WHERE partner_central_arn = ANY(${[...arns]})`;
    const recorded = new Set(rows.map(({ arn }) => arn));
    return arns.filter((arn) => !recorded.has(arn));
  }

  /** The Arns of the newest engagements of a catalog that AWS has. */
  async newestArns(catalog: CatalogName, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ arn: string }[]>`
      SELECT partner_central_arn AS arn FROM ${everyonesEngagements}
      WHERE catalog = ${catalog}::"Catalog" AND status = 'submitted'
      ORDER BY id DESC LIMIT ${limit}`;
    return rows.map(({ arn }) => arn);
  }

  private shown(row: ShownRow): ShownEngagement {
    return withReadinessBy(this.settings.partnerCentral.rules, toShown(row));
  }

  private worked(row: WorkedRow): EngagementRecord {
    return withReadinessBy(this.settings.partnerCentral.rules, toRecord(row));
  }
}

/** An edit wants an external reference that another engagement has. */
export class ExternalRefTaken extends Error {
  override readonly name = 'ExternalRefTaken';

  constructor(readonly wanted: ExternalRef) {
    super('The external reference is taken');
  }
}

function selectOne(columns: Prisma.Sql, id: string, reach: Reach): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns} FROM ${engagementsWithin(reach)} engagement WHERE engagement.id = ${id}::uuid`;
}

/** An engagement as an edit has left it. */
function edited(
  { externalRef: _externalRef, title: _title, description: _description, ...kept }: ShownEngagement,
  { content, contexts, readiness }: CheckedEngagement,
  { mended }: Edit,
  updatedAt: string,
): ShownEngagement {
  const { contexts: _contexts, ...texts } = content;
  const { submission } = kept;
  return {
    ...kept,
    ...texts,
    contexts,
    readiness,
    ...(submission === undefined || mended === undefined ? {} : { submission: { ...submission, mended } }),
    version: kept.version + 1,
    updatedAt,
  };
}
