import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { FrozenRequest } from '../../partner-central/create-engagement.request.js';

@ApiSchema({ name: 'CreateEngagementRequest' })
export class FrozenRequestResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: "The body of Partner Central's CreateEngagement, ClientToken included.",
  })
  request!: unknown;

  @ApiProperty({ description: 'SHA-256 of the body as it goes over the wire (compact JSON, UTF-8), in hex.' })
  sha256!: string;
}

export function toFrozenRequestResponse({ body, sha256 }: FrozenRequest): FrozenRequestResponse {
  return { request: JSON.parse(body), sha256 };
}
