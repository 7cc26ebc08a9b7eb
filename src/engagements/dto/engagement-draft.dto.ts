import { ApiSchema } from '@nestjs/swagger';
import type { TypeOptions } from 'class-transformer';
import type { CatalogName } from '../../config/settings.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import {
  type ContextDto,
  CustomerProjectContextDto,
  LeadContextDto,
  UntypedContextDto,
} from './context.dto.js';
import { ListField, TextField } from './field.decorator.js';

const contexts: TypeOptions = {
  discriminator: {
    property: 'type',
    subTypes: [
      { name: 'customerProject', value: CustomerProjectContextDto },
      { name: 'lead', value: LeadContextDto },
    ],
  },
  keepDiscriminatorProperty: true,
};

/**
 * What a caller writes of an engagement. A draft may lack any of it; a submission may not. The API's document has its
 * schema from `engagement.schemas.ts`.
 */
@ApiSchema({ name: 'EngagementDraft' })
export class EngagementDraftDto {
  @TextField(engagementRules.catalog) catalog?: CatalogName;
  @TextField(engagementRules.externalRef) externalRef?: string;
  @TextField(engagementRules.title) title?: string;
  @TextField(engagementRules.description) description?: string;
  @ListField(engagementRules.contexts, () => UntypedContextDto, contexts) contexts?: ContextDto[];
}
