import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { refTo } from '../../http/openapi-schema.js';
import { engagementRules } from '../../partner-central/rules/engagement.rules.js';
import { contextSchemas } from './engagement.schemas.js';

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
    anyOf: [refTo('Catalog'), { type: 'string' }, { type: 'null' }],
    required: false,
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
    items: contextSchemas('draft'),
  })
  contexts?: object[] | null;
}
