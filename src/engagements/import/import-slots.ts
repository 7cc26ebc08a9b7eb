import { Injectable } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error.js';
import { importLimits } from './import-limits.js';

/**
 * How many imports run at once in this process, and for one caller: each holds rows, results that nobody has read yet
 * and connections of the database.
 */
@Injectable()
export class ImportSlots {
  private readonly taken: string[] = [];

  /**
   * Takes a slot for a caller.
   * @returns what gives it back, once
   * @throws DomainError `overloaded`
   */
  take(caller: string): () => void {
    const own = this.taken.filter((one) => one === caller).length;
    if (own >= importLimits.atOnceForOne) {
      throw new DomainError(
        'overloaded',
        `You have ${own} imports under way: begin the next one when one of them has ended.`,
      );
    }
    if (this.taken.length >= importLimits.atOnce) {
      throw new DomainError('overloaded', 'As many imports are under way as this service does at once.');
    }
    this.taken.push(caller);
    let isTaken = true;
    return () => {
      if (isTaken) {
        isTaken = false;
        this.taken.splice(this.taken.indexOf(caller), 1);
      }
    };
  }
}
