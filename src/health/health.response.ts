import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type DurabilityCode, durabilityCodes, type DurabilityWarning } from '../database/durability.js';

@ApiSchema({ name: 'Health' })
export class HealthResponse {
  @ApiProperty({ enum: ['ok'] }) status!: string;
}

@ApiSchema({ name: 'HealthWarning' })
export class HealthWarningResponse implements DurabilityWarning {
  @ApiProperty({ enum: durabilityCodes }) code!: DurabilityCode;
  @ApiProperty({ description: 'What may happen, in words for an operator.' }) message!: string;
}

@ApiSchema({ name: 'HealthReady' })
export class ReadyResponse extends HealthResponse {
  @ApiProperty({
    type: () => HealthWarningResponse,
    isArray: true,
    description:
      'Why the database may forget what it has committed. It works all the same; an operator should know.',
  })
  warnings!: readonly HealthWarningResponse[];
}
