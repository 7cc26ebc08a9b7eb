import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.js';
import type { ReadyResponse } from './health.response.js';
import { ServiceHealth } from './service-health.js';
import { Stopping } from './stopping.js';

/** Whether this process is to be sent requests. */
@Injectable()
export class Readiness {
  constructor(
    private readonly health: ServiceHealth,
    private readonly stopping: Stopping,
  ) {}

  /** @throws DomainError that says what is missing, all at once */
  async look(): Promise<ReadyResponse> {
    if (this.stopping.begun) {
      throw new DomainError('stopping', 'This process has been told to stop.');
    }
    const { missing, warnings } = await this.health.look();
    if (missing.length > 0) {
      const words = missing.map(({ detail }) => detail).join(' ');
      throw new DomainError('database-unavailable', words, { members: { missing } });
    }
    return { status: 'ok', warnings };
  }
}
