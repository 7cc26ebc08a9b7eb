import { columnNamed, fold } from './column-aliases.js';
import type { ImportOptions } from '../import-options.js';
import type { LeadColumn } from './lead-columns.js';

/** What tells that a file has persons in it, besides the fields of a contact. */
const personNames: ReadonlySet<string> = new Set(
  [
    'Name',
    'Full Name',
    'Contact',
    'Contact Name',
    'Lead Name',
    'Middle Name',
    'Salutation',
    'Mobile',
    'Mobile Phone',
    'Mobile Phone Number',
  ].map(fold),
);
const personFields: ReadonlySet<LeadColumn> = new Set(['email', 'firstName', 'lastName', 'phone']);

/** What each column of one file means, by its name. */
export class ColumnMeanings {
  /** What the caller says, for names that are only as good as those of the file. */
  private readonly mapByFoldedName: ReadonlyMap<string, LeadColumn | undefined>;
  private readonly titleField: LeadColumn;

  /**
   * @param names of the file
   * @param map what the caller says of them
   */
  constructor(
    names: readonly string[],
    private readonly map: ImportOptions['map'],
  ) {
    const others = [...map].filter(([name]) => !names.includes(name));
    this.mapByFoldedName = new Map(others.map(([name, field]) => [fold(name), field]));
    this.titleField = this.fieldOfTitle(names.filter((name) => !isTitle(name)));
  }

  /** The field that a column fills, `leftOut` where the caller wants that, or undefined where nobody knows it. */
  of(name: string): LeadColumn | 'leftOut' | undefined {
    if (name === '') {
      return undefined;
    }
    const said = this.saidOf(name);
    if (said !== undefined) {
      return said;
    }
    return isTitle(name) ? this.titleField : columnNamed(name);
  }

  private saidOf(name: string): LeadColumn | 'leftOut' | undefined {
    if (this.map.has(name)) {
      return this.map.get(name) ?? 'leftOut';
    }
    const folded = fold(name);
    return this.mapByFoldedName.has(folded) ? (this.mapByFoldedName.get(folded) ?? 'leftOut') : undefined;
  }

  /**
   * `Title` is what CRMs call a person's job, and engagements named "CEO" would be the worst of all readings. It is the
   * engagement's where the file has no persons, or says their job in another column, as with our own names.
   */
  private fieldOfTitle(otherNames: readonly string[]): LeadColumn {
    const fields = otherNames.map((name) => this.saidOf(name) ?? columnNamed(name));
    const hasPersons =
      fields.some(isOfPerson) ||
      // A column that is left out tells it, too.
      otherNames.some((name) => personNames.has(fold(name)) || isOfPerson(columnNamed(name)));
    return hasPersons && !fields.includes('businessTitle') ? 'businessTitle' : 'title';
  }
}

function isOfPerson(field: LeadColumn | 'leftOut' | undefined): boolean {
  return field !== undefined && field !== 'leftOut' && personFields.has(field);
}

function isTitle(name: string): boolean {
  return fold(name) === 'title';
}
