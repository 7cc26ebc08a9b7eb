import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type TestApi } from '../support/api.js';
import { DocumentedAnswers } from '../support/documented-answers.js';
import { engagement } from '../support/engagements.factory.js';

/** An import's answer is a stream, which the API that tests start does not compare with its document by itself. */
let api: TestApi;
let documented: DocumentedAnswers;
beforeAll(async () => {
  api = await startApi();
  const { body } = await request(api.url).get('/openapi.json').expect(200);
  documented = new DocumentedAnswers(body);
});
afterAll(() => api.close());

const header = 'externalRef,Title,companyName,countryCode,Colour';
const csv = [header, 'row-1,Lead,Acme,US,red', ',Lead,Globex,Nowhere,', 'row-1,Lead,Acme,US,red'].join('\n');
const ndjson = [engagement(), { title: 'Incomplete' }, { titel: 'x' }, 'no JSON']
  .map((row) => JSON.stringify(row))
  .join('\n');

const imported = async (type: string, body: string, query: object, headers: Record<string, string>) =>
  request(api.url)
    .post('/engagements/import')
    .query(query)
    .set({ 'content-type': type, ...headers })
    .send(body)
    .buffer()
    .parse((response, done) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        done(null, text);
      });
    })
    .expect(200);

it.each([
  ['NDJSON', 'application/x-ndjson', ndjson, {}],
  ['NDJSON, tried', 'application/x-ndjson', ndjson, { dryRun: 'true' }],
  ['CSV', 'text/csv', csv, { ignoreUnknown: 'true' }],
  ['CSV, bad cells left out', 'text/csv', csv, { ignoreUnknown: 'true', onBadCell: 'drop' }],
  ['CSV, tried', 'text/csv', csv, { ignoreUnknown: 'true', dryRun: 'true' }],
])('what is told of %s is as documented, as JSON and line by line', async (name, type, body, query) => {
  for (const replay of [false, true]) {
    const {
      status,
      headers,
      body: text,
    } = await imported(type, body, query, {
      'idempotency-key': name.replaceAll(/\W/g, '-'),
    });

    expect(headers['idempotency-replayed']).toBe(replay && !('dryRun' in query) ? 'true' : undefined);
    const answer = { method: 'POST', path: '/engagements/import', status, headers, body: text };
    expect(documented.faultsOf(answer)).toEqual([]);
  }

  const { body: text } = await imported(type, body, query, { accept: 'application/x-ndjson' });
  const lines: object[] = text
    .trim()
    .split('\n')
    .map((line: string) => JSON.parse(line));
  for (const line of lines) {
    expect(documented.faultsOfSchema('row' in line ? 'ImportedRow' : 'ImportSummary', line)).toEqual([]);
  }
  expect(lines.some((line) => 'type' in line)).toBe(true);
});
