import type { Finding } from './finding.js';

/** The most findings that are told at once. A body can have as many faults as it has bytes. */
export const MAX_FINDINGS = 100;

/**
 * Findings as they are found: the first hundred are kept, the others only counted, so that a body of 100,000 unknown
 * fields costs no more than reading it.
 */
export class FindingList {
  private readonly kept: Finding[] = [];
  private others = 0;

  /** @param make is called for those alone that are kept */
  add(make: () => Finding): void {
    if (this.kept.length < MAX_FINDINGS) {
      this.kept.push(make());
    } else {
      this.others += 1;
    }
  }

  addAll(findings: readonly Finding[]): void {
    for (const finding of findings) {
      this.add(() => finding);
    }
  }

  /** These and further ones, of which this list is not told. */
  with(findings: readonly Finding[]): FindingList {
    const more = new FindingList();
    more.kept.push(...this.kept);
    more.others = this.others;
    more.addAll(findings);
    return more;
  }

  /** Those that are kept, and where there are more, one that says how many. */
  toArray(): Finding[] {
    return this.others === 0 ? [...this.kept] : [...this.kept, andMore(this.others)];
  }
}

/**
 * The first findings of a list, and one that says how many more there are. What was shortened already stays as it is.
 * @param most how many are kept
 */
export function shortened(findings: readonly Finding[], most = MAX_FINDINGS): readonly Finding[] {
  return findings.length <= most + 1
    ? findings
    : [...findings.slice(0, most), andMore(findings.length - most)];
}

function andMore(count: number): Finding {
  return { pointer: '', code: 'INVALID_VALUE', message: `And ${count} more.` };
}
