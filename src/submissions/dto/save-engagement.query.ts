import { ApiProperty } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn } from 'class-validator';
import type { CheckedEngagement } from '../../engagements/checked-engagement.js';

const IF_READY = 'ifReady';

/** Whether what is saved is to be submitted at once. */
export type SubmitChoice = boolean | typeof IF_READY;

const choices: readonly SubmitChoice[] = [false, true, IF_READY];

const asChoice = ({ value }: TransformFnParams): unknown =>
  choices.find((choice) => String(choice) === value) ?? value;

export class SaveEngagementQuery {
  @ApiProperty({
    type: String,
    enum: choices.map(String),
    required: false,
    default: 'false',
    description:
      '`true` submits it at once, and saves nothing that is not ready; `ifReady` submits it if it is ready, and else saves a draft.',
  })
  @Transform(asChoice)
  @IsIn(choices, { message: 'Must be true, false or ifReady.', context: { code: 'INVALID_ENUM_VALUE' } })
  submit: SubmitChoice = false;
}

/** Whether a choice comes to a submission of this new engagement. */
export function isToSubmit(choice: SubmitChoice, { submitFindings }: CheckedEngagement): boolean {
  return choice === true || (choice === IF_READY && submitFindings.length === 0);
}
