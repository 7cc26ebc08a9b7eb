import type { ImportedRowResponse } from './import.response.js';

/** What an import of CSV advises, to somebody who has read nothing but its answer. */
export class ImportHints {
  private hasLacks = false;
  private hasBadCells = false;

  /** Takes note of what became of a row. */
  add(result: ImportedRowResponse): void {
    if ('errors' in result) {
      this.hasBadCells ||= result.type === '/problems/invalid-request' && result.errors.some(isOfCell);
    } else {
      this.hasLacks ||= !result.ready;
    }
  }

  texts({ dryRun }: { readonly dryRun: boolean }): string[] {
    return [...(this.hasLacks ? [dryRun ? fillIn : patch] : []), ...(this.hasBadCells ? [drop] : [])];
  }
}

const isOfCell = ({ column }: { readonly column?: string }) => column !== undefined;

const fillIn =
  'What all rows lack is filled in by `default[<field>]=<text>`; the text may have other fields of the row in it, as in `default[title]={companyName} – {sourceName}`.';
const patch =
  'What a row lacks is added by `PATCH /engagements/{id}`. Before the next import `dryRun=true` shows it, and `default[<field>]=<text>` fills it in for all rows.';
const drop =
  'With `onBadCell=drop` cells that can’t be read are left out where submitting does not need them, and their rows are saved.';
