import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiQuery, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ApiIdempotencyKey, ApiProblems, responseHeaders } from '../../http/api-docs.decorator.js';
import { refTo } from '../../http/openapi-schema.js';
import { draftExamples } from '../dto/engagement.examples.js';
import {
  ImportResponse,
  ImportSummaryResponse,
  RefusedRowResponse,
  SavableRowResponse,
} from './import.response.js';
import { columnNames } from './csv/lead-columns.js';

const csvExample = [
  'externalRef,title,description,companyName,city,stateOrRegion,countryCode,sourceType,sourceId,sourceName,customerAction,businessTitle,email,firstName,lastName,phone',
  ',Lead from Retail Summit,Move to AWS,Acme,Seattle,WA,US,Event,evt-42,Retail Summit,Asked for a meeting,CTO,ada@acme.example.com,Ada,Byron,(206) 555-0100',
  ',Lead from Retail Summit,,Globex,,,,,,,,,,,,',
].join('\n');

const ndjsonExample = [draftExamples.lead, draftExamples.incompleteDraft]
  .map(({ value }) => JSON.stringify(value))
  .join('\n');

const text = (example: string, summary: string) => ({
  schema: { type: 'string' as const },
  examples: { rows: { summary, value: example } },
});

/**
 * Parameters such as `map[Lead Status]`, whose names nobody can list. Without an example Swagger UI would make one up, and
 * send it.
 */
const bracketed = (
  name: string,
  description: string,
  summary: string,
  example: Readonly<Record<string, string>>,
) =>
  ApiQuery({
    name,
    required: false,
    style: 'deepObject',
    explode: true,
    description,
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    examples: { none: { summary: 'None', value: {} }, one: { summary, value: example } },
  });

const flag = (name: string, description: string) =>
  ApiQuery({ name, required: false, description, schema: { type: 'boolean', default: false } });

const parameters = [
  bracketed(
    'map',
    'CSV: the field that a column of the file fills, such as `map[Rating]=qualificationStatus`; without a field it is left out.',
    'The column Rating fills qualificationStatus',
    { Rating: 'qualificationStatus' },
  ),
  bracketed(
    'default',
    'CSV: what a field gets where a row has no cell for it, or an empty one. `{companyName}` stands for another field of the row; a text that is made so is cut to what the field takes.',
    'A title for rows without one',
    { title: '{companyName} – {sourceName}' },
  ),
  flag('ignoreUnknown', 'CSV: leaves out the columns that are unknown, instead of refusing the file.'),
  ApiQuery({
    name: 'onBadCell',
    required: false,
    description:
      'CSV: `drop` leaves out a cell that can’t be read, and tells so in `warnings`, instead of refusing its row; not where submitting needs the field, nor `externalRef` and `catalog`.',
    schema: { type: 'string', enum: ['reject', 'drop'], default: 'reject' },
  }),
  flag('dryRun', 'Saves nothing, and answers as if it did.'),
];

export const ImportEngagementsDocs = () =>
  applyDecorators(
    ...parameters,
    ApiOperation({
      operationId: 'importEngagements',
      summary: 'Save up to 10,000 drafts from NDJSON or CSV',
      description:
        'NDJSON: an engagement a line, as `POST /engagements` takes it. CSV, with commas, semicolons or tabs: a lead a row; the first row names the columns, in any order: ' +
        `${columnNames.map((name) => `\`${name}\``).join(', ')}, or their aliases (\`GET /reference/import-columns\`). ` +
        'A file of a CRM is best tried with `dryRun=true` and `ignoreUnknown=true` first: `columns` says how it is read, `lacks` what else rows need, and `hints` what to do. ' +
        'The answer has a result for each row, and a row that is refused stops no other. An import has 64 MB at most, a line of NDJSON 256 KiB, a row of CSV 32 KiB, and blank rows count. Send it with an `Idempotency-Key`, and it can be sent again as it was: what broke off goes on where it was, no row is saved twice, and each is told as it was first. The key stands for an import from its first saved rows on; a body that is refused as a whole leaves it free. A row with an `externalRef` is never saved twice, whatever the key.',
      requestBody: {
        required: true,
        content: {
          'text/csv': text(csvExample, 'Two leads, the second one incomplete'),
          'application/x-ndjson': text(ndjsonExample, 'Two engagements, the second one incomplete'),
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file'],
              additionalProperties: false,
              properties: {
                file: {
                  type: 'string',
                  format: 'binary',
                  description: 'A file of CSV or NDJSON, by its content type or the ending of its name.',
                },
              },
            },
          },
        },
      },
    }),
    ApiIdempotencyKey(),
    ApiExtraModels(ImportResponse, ImportSummaryResponse, SavableRowResponse, RefusedRowResponse),
    ApiResponse({
      status: 200,
      description:
        'A result for each row. As NDJSON (`Accept: application/x-ndjson`): a line for each row, then one with the summary.',
      headers: responseHeaders.replayed,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(ImportResponse) } },
        'application/x-ndjson': {
          schema: {
            anyOf: [refTo('ImportedRow'), refTo('ImportSummary')],
          },
        },
      },
    }),
    ApiProblems(
      'invalid-request',
      'payload-too-large',
      'unsupported-media-type',
      'idempotency-key-reused',
      'idempotency-key-in-use',
      'overloaded',
      'database-unavailable',
    ),
  );
