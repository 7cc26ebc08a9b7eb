import type { Finding } from '../../../errors/finding.js';
import { cellText } from './cell-text.js';
import { fillIn } from './column-defaults.js';
import { type CsvCells, utf8Text } from './csv-cells.js';
import { isDamaged } from './damaged-cell.js';
import type { ImportOptions } from '../import-options.js';
import { leadColumns, type LeadColumn } from './lead-columns.js';
import { type Header, notUtf8, placeName } from './read-header.js';

/** What a row of CSV says of its lead. */
export interface LeadCells {
  /** By field; empty where the cell can't be read. */
  readonly texts: ReadonlyMap<LeadColumn, string>;
  /** The cells that can't be read. */
  readonly badCells: readonly BadCell[];
}

export interface BadCell {
  readonly finding: Finding;
  /** Undefined: it stands for no field. */
  readonly field?: LeadColumn;
}

/**
 * Reads a row by the header. Cells at its end that are not there are empty, as spreadsheets leave those out.
 * @returns undefined where there is nothing in the columns that are read
 */
export function readLead(
  header: Header,
  row: CsvCells,
  { defaults }: Pick<ImportOptions, 'defaults'>,
): { readonly lead: LeadCells } | { readonly errors: readonly Finding[] } | undefined {
  if ('fault' in row) {
    return { errors: [row.fault] };
  }
  const surplus = surplusOf(header, row);
  if (surplus !== undefined) {
    return { errors: [surplus] };
  }
  const texts = new Map<LeadColumn, string>();
  const badCells: BadCell[] = [];
  header.uses.forEach((use, index) => {
    const cell = row.cells[index];
    if (use === 'leftOut' || cell === undefined || cell.length === 0) {
      return;
    }
    const text = textOf(cell);
    if (use === 'unnamed') {
      if (text !== '') {
        badCells.push({ finding: unnamed(index) });
      }
    } else if (text === undefined || isDamaged(text)) {
      texts.set(use, '');
      badCells.push({ finding: unreadable(use, text === undefined ? notUtf8 : damaged), field: use });
    } else if (text !== '') {
      texts.set(use, text);
    }
  });
  if (texts.size === 0 && badCells.length === 0) {
    return undefined;
  }
  fillIn(texts, defaults);
  return { lead: { texts, badCells } };
}

/** Undefined where it is not UTF-8. */
function textOf(cell: Uint8Array): string | undefined {
  const text = utf8Text(cell);
  return text === undefined ? undefined : cellText(text);
}

/** A row with more than there are columns has mostly a separator in a cell without quotes: none of it can be trusted. */
function surplusOf(
  { uses }: Header,
  { cells, count, hasMore }: Exclude<CsvCells, { fault: Finding }>,
): Finding | undefined {
  const index = cells.findIndex((cell, at) => at >= uses.length && textOf(cell) !== '');
  if (index === -1 && !hasMore) {
    return undefined;
  }
  return {
    column: placeName(index === -1 ? Math.max(uses.length, cells.length) : index),
    code: 'INVALID_VALUE',
    message: `Has ${count} cells, and the first row names ${uses.length} columns: a cell with a separator in it needs quotes.`,
  };
}

function unnamed(index: number): Finding {
  return {
    column: placeName(index),
    code: 'INVALID_VALUE',
    message: 'Must be empty: the first row has no name for this column.',
  };
}

function unreadable(field: LeadColumn, message: string): Finding {
  return { pointer: leadColumns[field], code: 'INVALID_STRING_FORMAT', message };
}

const damaged =
  'Is what a spreadsheet made of a value, such as 1.2E+10, #N/A or ####, and the value is lost: export it once more, or mend it with the column’s format set to text.';
