import { IsIn } from 'class-validator';
import { DomainError } from '../../errors/domain-error.js';
import { type Finding, suggested } from '../../errors/finding.js';
import { FindingList } from '../../errors/finding-list.js';
import { IsTrueOrFalse } from '../../validation/query-decorators.js';
import { queryPipe } from '../../validation/query.pipe.js';
import { trimText } from '../reading/trim-text.js';
import { columnNamed, nearestColumn } from './csv/column-aliases.js';
import { type ColumnDefault, inFillingOrder } from './csv/column-defaults.js';
import { type ImportOptions, unreadableQuery } from './import-options.js';
import type { LeadColumn } from './csv/lead-columns.js';
import { readTemplate } from './csv/template.js';

const badCells = ['reject', 'drop'] as const;

/** The parameters of an import that have a name of their own. */
class ImportQuery {
  @IsTrueOrFalse()
  ignoreUnknown = false;

  @IsTrueOrFalse()
  dryRun = false;

  @IsIn(badCells, {
    message: `Must be one of ${badCells.join(', ')}.`,
    context: { code: 'INVALID_ENUM_VALUE' },
  })
  onBadCell: (typeof badCells)[number] = 'reject';
}

/** How many fields a default may have in it: each is written for each row. */
const MAX_NAMES = 10;

/** `map[…]` or `default[…]`: names that a class can't list. Fastify hands them on as they stand in the address. */
const bracketed = /^(map|default)\[(.*)\]$/s;

interface BracketedParameter {
  /** All of its name. */
  readonly parameter: string;
  /** What stands between the brackets. */
  readonly key: string;
  readonly value: string;
}

/**
 * Reads the query of an import. It is no pipe: a body may still be coming in, and `answerFirst` has to come before.
 * @throws DomainError `invalid-request` with all findings
 */
export async function readImportQuery(query: object): Promise<ImportOptions> {
  const found = new FindingList();
  const named: [string, unknown][] = [];
  const bracketedOnes: Record<'map' | 'default', BracketedParameter[]> = { map: [], default: [] };
  for (const [parameter, value] of Object.entries(query)) {
    const [, kind, key = ''] = bracketed.exec(parameter) ?? [];
    if (kind !== 'map' && kind !== 'default') {
      named.push([parameter, value]);
    } else if (typeof value === 'string') {
      bracketedOnes[kind].push({ parameter, key, value });
    } else {
      found.add(() => ({ parameter, code: 'INVALID_VALUE', message: 'May be given once.' }));
    }
  }
  const map = readMap(bracketedOnes.map, found);
  const defaults = readDefaults(bracketedOnes.default, found);
  const { ignoreUnknown, dryRun, onBadCell } = await readNamed(Object.fromEntries(named), found);
  const errors = found.toArray();
  if (errors.length > 0) {
    throw unreadableQuery(errors);
  }
  const csvParameters = [...bracketedOnes.map, ...bracketedOnes.default]
    .map(({ parameter }) => parameter)
    .concat(ignoreUnknown ? ['ignoreUnknown'] : [], onBadCell === 'drop' ? ['onBadCell'] : []);
  return { map, defaults, ignoreUnknown, dryRun, onBadCell, csvParameters };
}

async function readNamed(query: object, found: FindingList): Promise<ImportQuery> {
  try {
    const read: unknown = await queryPipe.transform(query, { type: 'query', metatype: ImportQuery });
    if (read instanceof ImportQuery) {
      return read;
    }
    throw new TypeError('Not the query of an import');
  } catch (error) {
    if (!(error instanceof DomainError)) {
      throw error;
    }
    found.addAll(error.options.errors ?? []);
    return new ImportQuery();
  }
}

function readMap(
  parameters: readonly BracketedParameter[],
  found: FindingList,
): Map<string, LeadColumn | undefined> {
  const map = new Map<string, LeadColumn | undefined>();
  for (const { parameter, key, value } of parameters) {
    const column = columnNamed(value);
    if (column === undefined && trimText(value) !== '') {
      found.add(() => noSuchField(parameter, value, 'There is no such field.'));
    }
    map.set(trimText(key), column);
  }
  return map;
}

function readDefaults(
  parameters: readonly BracketedParameter[],
  found: FindingList,
): readonly ColumnDefault[] {
  const defaults = new Map<LeadColumn, ColumnDefault>();
  for (const { parameter, key, value } of parameters) {
    const column = columnNamed(key);
    if (column === undefined) {
      found.add(() => noSuchField(parameter, key, 'There is no such field.'));
    } else if (defaults.has(column)) {
      found.add(() => ({
        parameter,
        code: 'DUPLICATE_KEY_VALUE',
        message: 'This field has a default already.',
      }));
    } else {
      const template = readTemplate(value);
      const sources = readSources(template.names, { parameter, own: column }, found);
      defaults.set(column, { column, template, sources });
    }
  }
  return inFillingOrder([...defaults.values()]);
}

/** @param place.own the field whose default it is: it is empty wherever that is used */
function readSources(
  names: readonly string[],
  { parameter, own }: { readonly parameter: string; readonly own: LeadColumn },
  found: FindingList,
): Map<string, LeadColumn> {
  const sources = new Map<string, LeadColumn>();
  if (names.length > MAX_NAMES) {
    found.add(() => ({
      parameter,
      code: 'TOO_MANY_VALUES',
      message: `May have at most ${MAX_NAMES} fields in braces.`,
    }));
    return sources;
  }
  for (const name of names) {
    const source = columnNamed(name);
    if (source === undefined) {
      found.add(() => noSuchField(parameter, name, 'Names a field in braces that there is not.'));
    } else if (source === own) {
      found.add(() => ({ parameter, code: 'INVALID_VALUE', message: 'Names itself in braces.' }));
    } else {
      sources.set(name, source);
    }
  }
  return sources;
}

function noSuchField(parameter: string, name: string, message: string): Finding {
  return { parameter, code: 'INVALID_VALUE', message, ...suggested(nearestColumn(name)) };
}
