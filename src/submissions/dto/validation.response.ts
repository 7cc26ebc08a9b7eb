import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { EngagementDraftDto } from '../../engagements/dto/engagement-draft.dto.js';
import type { Finding } from '../../errors/finding.js';
import { refTo } from '../../http/openapi-schema.js';
import { FindingResponse } from '../../http/finding.response.js';

@ApiSchema({ name: 'Validation', description: 'What would become of an engagement.' })
export class ValidationResponse {
  @ApiProperty({ description: 'Whether it could be saved as it is.' }) savable!: boolean;
  @ApiProperty({ description: 'Whether it could be submitted as it is, by who may submit.' })
  submittable!: boolean;

  @ApiProperty({
    type: () => FindingResponse,
    isArray: true,
    description: 'All that is wrong with it, and all that it lacks to be submitted.',
  })
  errors!: readonly Finding[];

  @ApiProperty({
    type: () => FindingResponse,
    isArray: true,
    description: 'What AWS takes, but is probably not meant.',
  })
  warnings!: readonly Finding[];

  @ApiProperty({
    oneOf: [refTo('EngagementContent'), { type: 'null' }],
    description: 'What would be saved, in canonical form; null where something is wrong.',
  })
  engagement!: EngagementDraftDto | null;

  @ApiProperty({
    oneOf: [refTo('CreateEngagementRequest'), { type: 'null' }],
    description:
      'The CreateEngagement request that would be sent; null where it could not be submitted. Its ClientToken is made up: the true one comes with saving.',
  })
  request!: unknown;
}
