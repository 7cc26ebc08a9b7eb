import type { NewEngagement } from '../checked-engagement.js';
import { duplicateExternalRef } from '../duplicate-external-ref.js';
import type { EngagementsRepository } from '../engagements.repository.js';
import type { CheckedRow } from './checked-row.js';
import { type ImportedRowResponse, toRefusedRow, toSavableRow } from './import.response.js';

/** An import that saves nothing, and tells what one that saves would. */
export class DryRun {
  /** The external references of the rows so far: an import has few enough to hold them all. */
  private readonly refs = new Set<string>();

  constructor(private readonly repository: EngagementsRepository) {}

  /** Saves nothing. @returns what would become of the next rows */
  async save(rows: readonly CheckedRow[]): Promise<ImportedRowResponse[]> {
    const taken = await this.repository.idsByExternalRef(
      rows.flatMap((one) =>
        'engagement' in one && one.engagement.content.externalRef !== undefined ? [one.engagement] : [],
      ),
    );
    return rows.map((one) => {
      if ('error' in one) {
        return toRefusedRow(one, one.error);
      }
      const existing = taken.get(one.engagement.clientToken);
      return existing !== undefined || this.isThereTwice(one.engagement)
        ? toRefusedRow(one, duplicateExternalRef(existing))
        : toSavableRow(one, { ready: one.engagement.submitFindings.length === 0 });
    });
  }

  private isThereTwice({ content: { catalog, externalRef } }: NewEngagement): boolean {
    if (externalRef === undefined) {
      return false;
    }
    const ref = `${catalog} ${externalRef}`;
    const isThere = this.refs.has(ref);
    this.refs.add(ref);
    return isThere;
  }
}
