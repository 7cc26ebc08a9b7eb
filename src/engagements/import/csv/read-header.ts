import { DomainError } from '../../../errors/domain-error.js';
import { suggested } from '../../../errors/finding.js';
import { FindingList } from '../../../errors/finding-list.js';
import { nearest } from '../../../errors/nearest.js';
import { cellText } from './cell-text.js';
import { fold, nearestColumn } from './column-aliases.js';
import { ColumnMeanings } from './column-meanings.js';
import { importLimits } from '../import-limits.js';
import type { ImportOptions } from '../import-options.js';
import { columnNames, leadColumns, type LeadColumn } from './lead-columns.js';

const { columns: MAX_COLUMNS } = importLimits;

/** How much of a column's name is told. */
const TOLD_CHARACTERS = 80;

/** What the cells of a column are for: the field that they fill, nothing, or they must be empty. */
export type ColumnUse = LeadColumn | 'leftOut' | 'unnamed';

/** How the first row of a CSV was read. */
export interface Header {
  /** In the order of the file. */
  readonly uses: readonly ColumnUse[];
  /** The columns that fill a field, as the file calls them. */
  readonly read: readonly { readonly column: string; readonly field: LeadColumn }[];
  /** The columns that are left out. */
  readonly ignored: readonly string[];
  /** What the file calls the column that fills the field at a pointer. */
  readonly namesByPointer: ReadonlyMap<string, string>;
}

/** The cells of the first row. */
export interface HeaderCells {
  /** Undefined: it is not UTF-8. */
  readonly names: readonly (string | undefined)[];
  /** Whether further ones, which are not kept, have names. */
  readonly hasMore: boolean;
}

/** How a column is told that has no name, or none that can be read. */
export function placeName(index: number): string {
  return `(column ${index + 1})`;
}

/**
 * Reads the header of a CSV.
 * @throws DomainError `invalid-request` naming every column that is unknown, or means what another one means
 */
export function readHeader(
  cells: HeaderCells,
  options: Pick<ImportOptions, 'map' | 'ignoreUnknown'>,
): Header {
  const names = cells.names.slice(0, MAX_COLUMNS).map(nameOf);
  const meanings = new ColumnMeanings(
    names.flatMap((name) => name ?? []),
    options.map,
  );
  const found = new FindingList();
  const uses = names.map((name = '', index): ColumnUse => {
    const meant = meanings.of(name);
    if (meant !== undefined) {
      return meant;
    }
    if (names[index] === undefined) {
      addNotUtf8(found, index);
    } else if (name !== '' && !options.ignoreUnknown) {
      addUnknown(found, name);
    }
    return options.ignoreUnknown ? 'leftOut' : 'unnamed';
  });
  const header = headerOf(names, uses);
  addDoubles(found, header);
  if (cells.hasMore || cells.names.slice(MAX_COLUMNS).some((name) => nameOf(name) !== '')) {
    addTooMany(found);
  }
  addUnusedMaps(found, options.map, names);
  const errors = found.toArray();
  if (errors.length > 0) {
    throw new DomainError('invalid-request', advice, { errors });
  }
  return header;
}

const advice =
  'The first row must name the columns, and not all of its names can be used: `errors` has each. ' +
  'Say what a column means with `map[<column>]=<field>`, leave one out with `map[<column>]=`, or all that are unknown with `ignoreUnknown=true`. ' +
  `The fields are ${columnNames.join(', ')}; \`GET /reference/import-columns\` has the other names that are known.`;

function headerOf(names: readonly (string | undefined)[], uses: readonly ColumnUse[]): Header {
  const read = uses.flatMap((use, index) =>
    use === 'leftOut' || use === 'unnamed' ? [] : [{ column: told(names[index]), field: use }],
  );
  return {
    uses,
    read,
    ignored: names.flatMap((name, index) => (uses[index] === 'leftOut' && name !== '' ? [told(name)] : [])),
    namesByPointer: new Map(read.map(({ column, field }) => [leadColumns[field], column])),
  };
}

/** Undefined: it is not UTF-8. */
function nameOf(cell: string | undefined): string | undefined {
  return cell === undefined ? undefined : cellText(cell);
}

function told(name = ''): string {
  return name.slice(0, TOLD_CHARACTERS);
}

function addNotUtf8(found: FindingList, index: number): void {
  found.add(() => ({ column: placeName(index), code: 'INVALID_STRING_FORMAT', message: notUtf8 }));
}

/** What is said of a cell that is not UTF-8. */
export const notUtf8 = 'Is not UTF-8. In a spreadsheet, save it as "CSV UTF-8".';

function addUnknown(found: FindingList, name: string): void {
  found.add(() => ({
    column: told(name),
    code: 'INVALID_VALUE',
    message: 'No field goes by this name.',
    ...suggested(nearestColumn(name)),
  }));
}

function addDoubles(found: FindingList, { read }: Header): void {
  const columnsByField = Map.groupBy(read, ({ field }) => field);
  for (const { column, field } of read) {
    if ((columnsByField.get(field)?.length ?? 0) > 1) {
      const message = `Means \`${field}\`, as another column does: leave one out with \`map[<column>]=\`.`;
      found.add(() => ({ column, code: 'DUPLICATE_KEY_VALUE', message }));
    }
  }
}

function addTooMany(found: FindingList): void {
  found.add(() => ({
    column: placeName(MAX_COLUMNS),
    code: 'TOO_MANY_VALUES',
    message: `Must have at most ${MAX_COLUMNS} columns.`,
  }));
}

/** What the caller says of a column that is not there is a misspelling. That it is left out is true. */
function addUnusedMaps(
  found: FindingList,
  map: ImportOptions['map'],
  names: readonly (string | undefined)[],
): void {
  const candidates = names.map(told);
  const foldedNames = new Set(names.map((name = '') => fold(name)));
  const inEffect = mapsInEffect(map, names);
  for (const [name, field] of map) {
    if (field === undefined || inEffect.has(name)) {
      continue;
    }
    const parameter = `map[${name}]`;
    if (foldedNames.has(fold(name))) {
      const message = 'Another parameter says what this column means.';
      found.add(() => ({ parameter, code: 'DUPLICATE_KEY_VALUE', message }));
      continue;
    }
    found.add(() => ({
      parameter,
      code: 'INVALID_VALUE',
      message: 'The first row has no such column.',
      ...suggested(nearest(name, candidates)),
    }));
  }
}

/** The names in a map that say what a column means: its own name, or else the last one that is spelt nearly alike. */
function mapsInEffect(
  map: ImportOptions['map'],
  names: readonly (string | undefined)[],
): ReadonlySet<string> {
  const own = names.filter((name) => name !== undefined && map.has(name));
  const others = new Map([...map.keys()].map((name) => [fold(name), name]));
  const alike = names.map((name = '') => (map.has(name) ? undefined : others.get(fold(name))));
  return new Set([...own, ...alike].filter((name) => name !== undefined));
}
