import type { Fate, Statement } from '../support/postgres-proxy.js';
import type { Committing } from './chaos-script.js';

/** Decides which answers of PostgreSQL are lost: those to the next commits, as many as the script has asked for. */
export class LostAnswers {
  private readonly wanted: Record<Committing, number> = { transaction: 0, statement: 0 };
  private readonly lost: Record<Committing, number> = { transaction: 0, statement: 0 };

  lose(to: Committing, count: number): void {
    this.wanted[to] += count;
  }

  decide(statement: Statement): Fate {
    return statement.commits && this.wanted[kindOf(statement)] > 0 ? 'lose-answer' : 'pass';
  }

  /** Only now: one that has changed nothing is answered as ever. */
  onLost(statement: Statement): void {
    this.wanted[kindOf(statement)] -= 1;
    this.lost[kindOf(statement)] += 1;
  }

  /** How many were lost, by the name that it has in the report. */
  counts(): [string, number][] {
    return [
      ['answer to a COMMIT lost', this.lost.transaction],
      ['answer to a write of one statement lost', this.lost.statement],
    ];
  }
}

function kindOf({ transaction }: Statement): Committing {
  return transaction.length > 0 ? 'transaction' : 'statement';
}
