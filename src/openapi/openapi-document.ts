import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { SETTINGS, type Settings } from '../config/settings.js';
import { engagementSchemas } from '../engagements/dto/engagement.schemas.js';
import { historyEventSchemas } from '../engagements/dto/history.schemas.js';
import { jsonPatchSchemas } from '../engagements/dto/json-patch.schema.js';
import { importedRowSchema } from '../engagements/import/import.response.js';
import { createEngagementSchema } from '../partner-central/create-engagement.schema.js';
import { withCodeSamples } from './code-samples/with-code-samples.js';
import { withAccess } from './operation-access.js';
import { withRateLimits } from './operation-headers.js';
import { earlyResponses, withProblems } from './operation-problems.js';
import { type Method, type Operation, type Responses, withOperations } from './operations.js';
import { problemSchemas } from './problem.schemas.js';
import { SharedComponents } from './shared-components.js';

/** The API's OpenAPI document: what Swagger UI shows and what `openapi.json` holds. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Partner Engagements')
    .setVersion('1')
    .setDescription(
      'Draft engagements in a friendly form, and submit each to AWS Partner Central exactly once.\n\n' +
        'To begin, `PUT /engagements/by-ref/{externalRef}`, which may be sent again at any time: `readiness` in the answer ' +
        'says what a draft still lacks. With `submit=true` it is submitted.\n\n' +
        'Errors are `application/problem+json` (RFC 9457), and `retry` says what to do about each. Where fields are at ' +
        'fault, `errors` lists all of them, each with a JSON Pointer into your body.\n\n' +
        'Where the service has callers sign in, `Authorization: Bearer …` has your API key, or a token of the ' +
        'organisation’s issuer. Each operation names the scope that it takes. You see your own engagements only; what is ' +
        'another caller’s is not found.',
    )
    .addBearerAuth(
      { type: 'http', description: 'An API key, which begins with `pek_`.', bearerFormat: 'API key' },
      'apiKey',
    )
    .addBearerAuth(
      { type: 'http', description: 'An access token of the OpenID Connect issuer.', bearerFormat: 'JWT' },
      'oidc',
    )
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addTag('Engagements', 'Draft, edit and submit.')
    .addTag('Reference', 'Values, field rules and problems.')
    .addTag('Operations', 'For those who run the service.')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const { rules } = app.get<Settings>(SETTINGS).partnerCentral;
  const { schemas = {}, ...components } = document.components ?? {};
  const shared = new SharedComponents();
  const paths = withOperations(document.paths, (operation, method) =>
    sharing(shared, withAllThatAnswers(operation, method)),
  );
  return {
    ...document,
    components: {
      ...components,
      responses: shared.shareAll(earlyResponses),
      headers: shared.headers,
      examples: shared.examples,
      schemas: {
        ...schemas,
        ...engagementSchemas(rules),
        ...jsonPatchSchemas,
        CreateEngagementRequest: createEngagementSchema(),
        ...historyEventSchemas(),
        ImportedRow: importedRowSchema,
        ...problemSchemas(),
      },
    },
    paths: inReadingOrder(withCodeSamples(paths)),
  };
}

/** What no controller says of its operations, as any may answer so. */
function withAllThatAnswers(operation: Operation, method: Method): Operation {
  return withRateLimits(withProblems(withAccess(operation), method));
}

function sharing(shared: SharedComponents, operation: Operation): Operation {
  const responses: Responses = {};
  for (const [status, response] of Object.entries(operation.responses)) {
    responses[status] = response === undefined || '$ref' in response ? response : shared.share(response);
  }
  return { ...operation, responses };
}

/** What stands below a resource comes after it, whichever controller has it. */
function inReadingOrder(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const families = Map.groupBy(Object.entries(paths), ([path]) => path.split('/')[1]);
  return Object.fromEntries([...families.values()].flatMap((family) => family.toSorted(byDepth)));
}

function byDepth([left]: [string, unknown], [right]: [string, unknown]): number {
  return left.split('/').length - right.split('/').length;
}
