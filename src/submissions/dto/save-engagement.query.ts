import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsBoolean } from 'class-validator';

const asBoolean = ({ value }: TransformFnParams): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class SaveEngagementQuery {
  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: '`true` submits it at once; nothing is saved if it is not ready.',
  })
  @Transform(asBoolean)
  @IsBoolean({ message: 'Must be true or false.' })
  submit = false;
}
