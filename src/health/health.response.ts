import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type HealthWarning, type WarningCode, warningCodes } from './health-findings.js';

@ApiSchema({ name: 'Health' })
export class HealthResponse {
  @ApiProperty({ enum: ['ok'] }) status!: string;
}

@ApiSchema({ name: 'HealthWarning' })
export class HealthWarningResponse implements HealthWarning {
  @ApiProperty({ enum: warningCodes }) code!: WarningCode;
  @ApiProperty({ description: 'What may happen, in words for an operator.' }) message!: string;
}

@ApiSchema({ name: 'HealthReady' })
export class ReadyResponse extends HealthResponse {
  @ApiProperty({
    type: () => HealthWarningResponse,
    isArray: true,
    description:
      'What an operator should know though it works: that the database may forget what it has committed, or that no worker takes what is due.',
  })
  warnings!: readonly HealthWarningResponse[];
}
