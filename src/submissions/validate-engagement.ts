import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { takenExternalRef } from '../engagements/duplicate-external-ref.js';
import type { EngagementContent } from '../engagements/engagement.record.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import { EngagementsService } from '../engagements/engagements.service.js';
import { pastDateWarnings, todayInUtc } from '../engagements/readiness.js';
import { shortened } from '../errors/finding-list.js';
import type { Finding } from '../errors/finding.js';
import { createEngagementRequest } from '../partner-central/create-engagement.request.js';
import type { ValidationResponse } from './dto/validation.response.js';

/** `POST /engagements/validate`: what would become of a body, of which nothing is saved. */
@Injectable()
export class ValidateEngagement {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly repository: EngagementsRepository,
  ) {}

  async run(body: unknown, caller: Caller): Promise<ValidationResponse> {
    const { content, submitFindings, warnings } = this.engagements.judge(body);
    if (content === undefined) {
      const errors = shortened(submitFindings);
      return { savable: false, submittable: false, errors, warnings, engagement: null, request: null };
    }
    const unsavable = await this.whyUnsavable(content, caller);
    const errors = [...unsavable, ...submitFindings];
    const submittable = errors.length === 0;
    return {
      savable: unsavable.length === 0,
      submittable,
      errors: shortened(errors),
      warnings: shortened([...warnings, ...pastDateWarnings(content, todayInUtc())]),
      engagement: content,
      request: submittable ? requestOf(content) : null,
    };
  }

  /** Why content that is well formed can't be saved: its catalog, or a reference that is taken. */
  private async whyUnsavable(content: EngagementContent, caller: Caller): Promise<readonly Finding[]> {
    const existingId = await this.repository.idByExternalRef({ createdBy: caller.id, content });
    return [
      ...(existingId === undefined ? [] : [takenExternalRef]),
      ...this.engagements.catalogFindings(content.catalog),
    ];
  }
}

/** Its ClientToken is made up: the true one comes with saving. */
function requestOf(content: EngagementContent): unknown {
  return JSON.parse(createEngagementRequest(content, randomUUID()).body);
}
