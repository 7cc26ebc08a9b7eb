import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The API's OpenAPI document: what Swagger UI shows and what `openapi.json` holds. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Partner Engagements')
    .setVersion('1')
    .setDescription(
      'Draft engagements in a friendly form, and submit each to AWS Partner Central exactly once.\n\n' +
        'Errors are `application/problem+json` (RFC 9457). Where fields are at fault, `errors` lists all of them, ' +
        'each with a JSON Pointer into your body.',
    )
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addTag('Engagements', 'Draft, edit and submit.')
    .addTag('Reference', 'Values, field rules and problems.')
    .addTag('Operations', 'For those who run the service.')
    .build();
  return SwaggerModule.createDocument(app, config);
}
