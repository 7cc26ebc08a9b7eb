import { ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { catalogs } from '../../partner-central/rules/values.js';
import { CustomerProjectContextDto, LeadContextDto, UntypedContextDto } from './context.dto.js';

const text = (rule: { description: string; max: number }) => ({
  type: String,
  required: false,
  nullable: true,
  maxLength: rule.max,
  description: rule.description,
});

/** How a merge patch looks, for the API's document; it is checked as the engagement that it makes. */
@ApiSchema({ name: 'EngagementPatch', description: 'Fields to change; `null` clears one.' })
export class EngagementPatchSchema {
  @ApiProperty({
    enum: [...catalogs, null],
    type: String,
    required: false,
    nullable: true,
    description: `${engagementRules.catalog.description} Cleared, it is the default one.`,
  })
  catalog?: string | null;

  @ApiProperty(text(engagementRules.externalRef)) externalRef?: string | null;
  @ApiProperty(text(engagementRules.title)) title?: string | null;
  @ApiProperty(text(engagementRules.description)) description?: string | null;

  @ApiProperty({
    type: 'array',
    required: false,
    nullable: true,
    maxItems: engagementRules.contexts.max,
    description: 'Replaced whole.',
    items: {
      anyOf: [CustomerProjectContextDto, LeadContextDto, UntypedContextDto].map((type) => ({
        $ref: getSchemaPath(type),
      })),
    },
  })
  contexts?: object[] | null;
}
