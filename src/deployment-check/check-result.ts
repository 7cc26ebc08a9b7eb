/** What one check of a deployment has found. */
export interface CheckResult {
  readonly outcome: 'ok' | 'warning' | 'failed';
  readonly check: string;
  /** What was found and, where something is wrong, what to do. One line, without a secret. */
  readonly words: string;
}

export const ok = (check: string, words: string): CheckResult => ({ outcome: 'ok', check, words });
export const warning = (check: string, words: string): CheckResult => ({ outcome: 'warning', check, words });
export const failed = (check: string, words: string): CheckResult => ({ outcome: 'failed', check, words });
