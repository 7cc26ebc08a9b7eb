import { ApiExtraModels, ApiSchema } from '@nestjs/swagger';
import type { ClassConstructor, TypeOptions } from 'class-transformer';
import type { CatalogName } from '../../config/settings.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import {
  type ContextDto,
  CustomerProjectContextDto,
  LeadContextDto,
  UntypedContextDto,
} from './context.dto.js';
import { ListField, TextField } from './field.decorator.js';

const contexts: { type: TypeOptions; classes: ClassConstructor<object>[] } = {
  type: {
    discriminator: {
      property: 'type',
      subTypes: [
        { name: 'customerProject', value: CustomerProjectContextDto },
        { name: 'lead', value: LeadContextDto },
      ],
    },
    keepDiscriminatorProperty: true,
  },
  classes: [CustomerProjectContextDto, LeadContextDto, UntypedContextDto],
};

/** What a caller writes of an engagement. A draft may lack any of it; a submission may not. */
@ApiSchema({
  name: 'EngagementDraft',
  description: 'A `null` reads as left out, for any of its fields and at any depth.',
})
@ApiExtraModels(CustomerProjectContextDto, LeadContextDto, UntypedContextDto)
export class EngagementDraftDto {
  @TextField(engagementRules.catalog) catalog?: CatalogName;
  @TextField(engagementRules.externalRef) externalRef?: string;
  @TextField(engagementRules.title) title?: string;
  @TextField(engagementRules.description) description?: string;
  @ListField(engagementRules.contexts, () => UntypedContextDto, contexts) contexts?: ContextDto[];
}
