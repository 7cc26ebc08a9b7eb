import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { findingCodes } from '../errors/finding.js';

@ApiSchema({ name: 'Finding', description: 'One thing wrong with one field.' })
export class FindingResponse {
  @ApiProperty({
    required: false,
    description: 'JSON Pointer (RFC 6901) into your body.',
    example: '/contexts/0/customer/industry',
  })
  pointer?: string;

  @ApiProperty({ required: false, description: 'The query parameter or header at fault.', example: 'limit' })
  parameter?: string;

  @ApiProperty({ required: false, description: 'The column of an imported CSV at fault.', example: 'email' })
  column?: string;

  @ApiProperty({ enum: findingCodes, enumName: 'FindingCode', example: 'REQUIRED_FIELD_MISSING' })
  code!: string;

  @ApiProperty({ example: 'Is required to submit.' })
  message!: string;

  @ApiProperty({
    required: false,
    description:
      'The nearest value or name that may be sent, where there is one. Nothing is changed by itself.',
    example: 'Retail',
  })
  suggestion?: string;

  @ApiProperty({ required: false, description: "AWS's own name for the field, where AWS found the fault." })
  awsField?: string;

  @ApiProperty({
    required: false,
    enum: ['partner-central'],
    description:
      'In `readiness`: Partner Central found it at the last submission, and the value has not changed since.',
  })
  source?: 'partner-central';
}
