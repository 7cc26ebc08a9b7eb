import { Injectable } from '@nestjs/common';
import { CallerCounts } from '../../auth/caller-counts.js';
import { DomainError } from '../../errors/domain-error.js';
import { importLimits } from './import-limits.js';

/**
 * How many imports run at once in this process, and for one caller: each holds rows, results that nobody has read yet
 * and connections of the database.
 */
@Injectable()
export class ImportSlots {
  private readonly taken = new CallerCounts();

  /**
   * Takes a slot for a caller.
   * @returns what gives it back, once
   * @throws DomainError `overloaded`
   */
  take(caller: string): () => void {
    const own = this.taken.of(caller);
    if (own >= importLimits.atOnceForOne) {
      throw new DomainError(
        'overloaded',
        `You have ${own} imports under way: begin the next one when one of them has ended.`,
      );
    }
    if (this.taken.total >= importLimits.atOnce) {
      throw new DomainError('overloaded', 'As many imports are under way as this service does at once.');
    }
    this.taken.add(caller);
    let isTaken = true;
    return () => {
      if (isTaken) {
        isTaken = false;
        this.taken.remove(caller);
      }
    };
  }
}
