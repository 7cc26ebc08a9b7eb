import { ApiProperty } from '@nestjs/swagger';
import { IsTrueOrFalse } from '../../validation/query-decorators.js';

export class SaveEngagementQuery {
  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: '`true` submits it at once; nothing is saved if it is not ready.',
  })
  @IsTrueOrFalse()
  submit = false;
}
