import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { describedRefTo } from '../../http/openapi-schema.js';
import type { FrozenRequest } from '../../partner-central/create-engagement.request.js';

@ApiSchema({ name: 'FrozenRequest' })
export class FrozenRequestResponse {
  @ApiProperty(describedRefTo('CreateEngagementRequest', 'As AWS gets it, or got it.'))
  request!: unknown;

  @ApiProperty({ description: 'SHA-256 of the body as it goes over the wire (compact JSON, UTF-8), in hex.' })
  sha256!: string;
}

export function toFrozenRequestResponse({ body, sha256 }: FrozenRequest): FrozenRequestResponse {
  return { request: JSON.parse(body), sha256 };
}
