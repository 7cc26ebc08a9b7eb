import { Injectable } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error.js';
import type { Finding } from '../../errors/finding.js';
import { shortened } from '../../errors/finding-list.js';
import type { CheckedEngagement } from '../checked-engagement.js';
import { EngagementsService } from '../engagements.service.js';
import type { ImportOptions } from './import-options.js';
import type { BadCell, LeadCells } from './csv/lead-cells.js';
import { columnAt, leadOf, type LeadColumn } from './csv/lead-columns.js';
import { NeededColumns } from './needed-columns.js';
import type { SourceRow } from './source-rows.js';

/** A row that can be saved, or why it can't be. */
export type RowVerdict =
  | {
      readonly checked: CheckedEngagement;
      /** The cells that were left out, as they can't be read. */
      readonly warnings: readonly Finding[];
    }
  | { readonly error: DomainError };

/**
 * Never left out: a row without its `externalRef` would be saved again with the next import, and one without its
 * `catalog` in another one.
 */
const neverDropped: readonly LeadColumn[] = ['externalRef', 'catalog'];

/** Checks rows before they are saved. */
@Injectable()
export class RowCheck {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly needed: NeededColumns,
  ) {}

  check(source: SourceRow, options: Pick<ImportOptions, 'onBadCell'>): RowVerdict {
    try {
      if ('errors' in source) {
        throw unreadableRow(source.errors);
      }
      if ('body' in source) {
        return { checked: this.engagements.read(source.body), warnings: [] };
      }
      return options.onBadCell === 'drop' ? this.withoutBadCells(source.lead) : this.whole(source.lead);
    } catch (error) {
      if (error instanceof DomainError) {
        return { error };
      }
      throw error;
    }
  }

  /** @throws DomainError as `read` */
  private whole({ texts, badCells }: LeadCells): RowVerdict {
    return { checked: this.read(texts, badCells), warnings: [] };
  }

  /**
   * Leaves out what can't be read. That may leave something else unreadable, such as a phone number without its country.
   * @throws DomainError as `read`, for what may not be left out alone
   */
  private withoutBadCells({ texts, badCells }: LeadCells): RowVerdict {
    const mayBeLeftOut = ({ field }: BadCell) => field === undefined || this.mayBeDropped(field);
    const warnings = badCells.filter(mayBeLeftOut).map(({ finding }) => finding);
    const kept = badCells.filter((cell) => !mayBeLeftOut(cell));
    const rest = new Map(texts);
    for (;;) {
      try {
        return { checked: this.read(rest, kept), warnings };
      } catch (error) {
        const bad = this.droppable(error, rest);
        if (bad.length === 0) {
          throw error;
        }
        for (const { field, finding } of bad) {
          rest.delete(field);
          warnings.push(finding);
        }
      }
    }
  }

  /**
   * @param badCells stand in the way, whatever the others say: all findings are told at once
   * @throws DomainError what `EngagementsService.read` throws; `invalid-request` for cells that can't be read
   */
  private read(texts: LeadCells['texts'], badCells: readonly BadCell[]): CheckedEngagement {
    const found = badCells.map(({ finding }) => finding);
    if (found.length === 0) {
      return this.engagements.read(leadOf(texts));
    }
    try {
      this.engagements.read(leadOf(texts));
    } catch (error) {
      if (!(error instanceof DomainError)) {
        throw error;
      }
      found.push(...(error.options.errors ?? []));
    }
    throw unreadableRow(found);
  }

  /** What an error is about, as far as it may be left out, and is not yet. */
  private droppable(
    error: unknown,
    texts: ReadonlyMap<LeadColumn, string>,
  ): (BadCell & { readonly field: LeadColumn })[] {
    const findings = error instanceof DomainError ? (error.options.errors ?? []) : [];
    return findings.flatMap((finding) => {
      const field = columnAt(finding.pointer);
      return field !== undefined && this.mayBeDropped(field) && texts.has(field) ? [{ field, finding }] : [];
    });
  }

  private mayBeDropped(column: LeadColumn): boolean {
    return !neverDropped.includes(column) && !this.needed.has(column);
  }
}

function unreadableRow(errors: readonly Finding[]): DomainError {
  return new DomainError('invalid-request', 'The row can’t be read.', { errors: shortened(errors) });
}
