import { Body, Controller, Get, Headers, Param, Patch, Post, Query, ValidationPipe } from '@nestjs/common';
import { EngagementDraftDto } from '../../../src/engagements/dto/engagement-draft.dto.js';
import { StockService } from './stock.service.js';

const strict = { transform: true, whitelist: true, forbidNonWhitelisted: true };
const complete = new ValidationPipe(strict);
/** Any group but that of the checks for submitting leaves those out. */
const draft = new ValidationPipe({ ...strict, groups: ['draft'] });

@Controller()
export class StockController {
  constructor(private readonly engagements: StockService) {}

  @Get('health/live')
  live() {
    return { status: 'ok' };
  }

  @Post('engagements')
  create(
    @Body(complete) body: EngagementDraftDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<unknown> {
    return key === undefined ? this.engagements.create(body) : this.engagements.createUnderKey(body, key);
  }

  @Post('drafts')
  createDraft(@Body(draft) body: EngagementDraftDto): Promise<unknown> {
    return this.engagements.create(body);
  }

  @Get('engagements')
  list(@Query('limit') limit = '25'): Promise<unknown> {
    return this.engagements.list(Number(limit));
  }

  @Get('engagements/:id')
  get(@Param('id') id: string): Promise<unknown> {
    return this.engagements.get(id);
  }

  @Patch('engagements/:id')
  edit(@Param('id') id: string, @Body(draft) body: EngagementDraftDto): Promise<unknown> {
    return this.engagements.edit(id, body);
  }
}
