import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { contextTypes } from '../partner-central/rules/values.js';
import { type RuleSet, ruleSets } from '../config/settings.js';

@ApiSchema({ name: 'Option' })
export class OptionResponse {
  @ApiProperty({ description: 'What to send.', example: 'Washington' }) value!: string;
  @ApiProperty({ description: 'What to show.', example: 'Washington (WA)' }) label!: string;
}

@ApiSchema({ name: 'Options' })
export class OptionsResponse {
  @ApiProperty({ type: () => OptionResponse, isArray: true }) data!: OptionResponse[];
}

const kinds = [
  'text',
  'choice',
  'websiteUrl',
  'email',
  'phone',
  'date',
  'timestamp',
  'region',
  'object',
  'list',
];

@ApiSchema({ name: 'Constraint', description: "One field's rules." })
export class ConstraintResponse {
  @ApiProperty({
    description: 'Where the field stands; `*` is any index of a list.',
    example: '/contexts/*/customer/companyName',
  })
  field!: string;

  @ApiProperty({
    required: false,
    enum: Object.keys(contextTypes),
    description: 'The type of context that has the field.',
    example: 'lead',
  })
  contextType?: string;

  @ApiProperty({ enum: kinds }) kind!: string;
  @ApiProperty({ description: 'Whether submitting needs it; a draft never does.' }) required!: boolean;
  @ApiProperty({ type: 'integer', required: false, description: 'In characters.' }) minLength?: number;
  @ApiProperty({ type: 'integer', required: false, description: 'In characters.' }) maxLength?: number;
  @ApiProperty({
    required: false,
    description:
      'Of texts: whether line breaks and tabs may be in it. Other control characters may not, nor what overrides the direction of writing (U+202A–202E, U+2066–2069): a rule of this service, not of AWS.',
  })
  multiLine?: boolean;
  @ApiProperty({ type: 'integer', required: false }) minItems?: number;
  @ApiProperty({ type: 'integer', required: false }) maxItems?: number;
  @ApiProperty({ type: String, isArray: true, required: false, description: 'The values that it may have.' })
  values?: readonly string[];
  @ApiProperty() description!: string;
  @ApiProperty({ type: String, required: false }) example?: unknown;
}

@ApiSchema({ name: 'Constraints' })
export class ConstraintsResponse {
  @ApiProperty({
    enum: ruleSets,
    description:
      "Which of AWS's two sets of rules this is: its published reference, or its API model, which asks for less.",
  })
  rules!: RuleSet;

  @ApiProperty({ type: () => ConstraintResponse, isArray: true }) data!: readonly ConstraintResponse[];
}
