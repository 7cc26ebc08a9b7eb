import { type LeadColumn, ruleOf } from './lead-columns.js';
import { ellipsized, fillTemplate, type Template } from './template.js';

/** What a field gets where a row says nothing of it. */
export interface ColumnDefault {
  readonly column: LeadColumn;
  readonly template: Template;
  /** The columns that the template's names stand for. */
  readonly sources: ReadonlyMap<string, LeadColumn>;
}

/** What is longer fits no field, and need not be written into a template time and again. */
const MAX_VALUE_LENGTH = 4000;

/** Plain texts come first, so that templates find them. */
export function inFillingOrder(defaults: readonly ColumnDefault[]): readonly ColumnDefault[] {
  return [...defaults.filter(isPlain), ...defaults.filter((one) => !isPlain(one))];
}

/**
 * Fills in what a row does not have. What a template makes is cut to what its field takes, as nobody wrote it so.
 * @param texts of a row; an empty one stands for a cell that can't be read, and stays
 */
export function fillIn(texts: Map<LeadColumn, string>, defaults: readonly ColumnDefault[]): void {
  for (const one of defaults) {
    const { column, template, sources } = one;
    if (!texts.has(column)) {
      const text = fillTemplate(template, (name) => valueOf(texts, sources.get(name)));
      texts.set(column, isPlain(one) ? text : fitting(column, text));
    }
  }
}

function isPlain({ sources }: ColumnDefault): boolean {
  return sources.size === 0;
}

function valueOf(texts: ReadonlyMap<LeadColumn, string>, column: LeadColumn | undefined): string {
  return column === undefined ? '' : (texts.get(column) ?? '').slice(0, MAX_VALUE_LENGTH);
}

function fitting(column: LeadColumn, text: string): string {
  const rule = ruleOf(column);
  return rule.kind === 'text' ? ellipsized(text, rule.max) : text.slice(0, MAX_VALUE_LENGTH);
}
