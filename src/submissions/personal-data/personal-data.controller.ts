import { Controller, Delete, Headers, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../auth/access.decorator.js';
import { type Caller, CurrentCaller } from '../../auth/caller.js';
import { readIfMatch } from '../../http/etag.js';
import { ErasePersonalData } from './erase-personal-data.js';
import { ErasePersonalDataDocs } from './personal-data.docs.js';

/** Forgetting what was written in an engagement that AWS has. */
@ApiTags('Engagements')
@Controller('engagements/:id/personal-data')
export class PersonalDataController {
  constructor(private readonly erasePersonalData: ErasePersonalData) {}

  @Delete()
  @HttpCode(204)
  @Requires('engagements:admin')
  @ErasePersonalDataDocs()
  async erase(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.erasePersonalData.run(id, { caller, expected: readIfMatch(ifMatch) });
  }
}
