import { Injectable } from '@nestjs/common';
import { type DatabaseState, Durability } from '../database/durability.js';
import { DomainError } from '../errors/domain-error.js';
import type { ReadyResponse } from './health.response.js';
import { Stopping } from './stopping.js';

/** Whether this process can do its work. */
@Injectable()
export class Readiness {
  constructor(
    private readonly durability: Durability,
    private readonly stopping: Stopping,
  ) {}

  /** @throws DomainError that says what is missing */
  async look(): Promise<ReadyResponse> {
    if (this.stopping.begun) {
      throw new DomainError('stopping', 'This process has been told to stop.');
    }
    const { isReadOnly, warnings } = await this.lookAtDatabase();
    if (isReadOnly) {
      throw new DomainError('database-unavailable', 'The database takes no writes.');
    }
    return { status: 'ok', warnings };
  }

  private async lookAtDatabase(): Promise<DatabaseState> {
    try {
      return await this.durability.look();
    } catch (cause) {
      throw new DomainError('database-unavailable', 'The database does not answer.', { cause });
    }
  }
}
