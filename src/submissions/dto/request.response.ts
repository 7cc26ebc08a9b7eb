import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { FrozenRequest } from '../../partner-central/create-engagement.request.js';

@ApiSchema({ name: 'CreateEngagementRequest' })
export class RequestResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: "The body of Partner Central's CreateEngagement, ClientToken included.",
  })
  request!: unknown;

  @ApiProperty({ description: 'SHA-256 of the body as it goes over the wire (compact JSON, UTF-8), in hex.' })
  sha256!: string;
}

export function toRequestResponse({ body, sha256 }: FrozenRequest): RequestResponse {
  return { request: JSON.parse(body), sha256 };
}
