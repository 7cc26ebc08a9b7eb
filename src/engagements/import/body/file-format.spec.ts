import { expect, it } from '@jest/globals';
import { formatOfFile } from './file-format.js';

it.each([
  ['text/csv', 'leads', 'csv'],
  ['text/csv', 'leads.json', 'csv'],
  ['application/csv', '', 'csv'],
  ['text/tab-separated-values', 'leads.txt', 'csv'],
  ['application/vnd.ms-excel', 'leads.csv', 'csv'],
  ['application/octet-stream', 'LEADS.CSV', 'csv'],
  ['application/octet-stream', 'leads.2026.tsv', 'csv'],
  ['text/plain', 'leads.txt', 'csv'],
  ['', 'leads.csv', 'csv'],
  ['application/x-ndjson', 'leads', 'ndjson'],
  ['application/jsonl', 'leads.csv', 'ndjson'],
  ['application/octet-stream', 'leads.ndjson', 'ndjson'],
  ['text/plain', 'leads.jsonl', 'ndjson'],
  ['application/json', 'leads.json', 'ndjson'],
])('a file of type %j, named %j, is %s', (type, name, format) => {
  expect(formatOfFile({ type, name })).toBe(format);
});

it.each([
  ['application/vnd.ms-excel', 'leads.xls', 'save it as CSV'],
  ['application/octet-stream', 'leads.xlsx', 'save it as CSV'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'leads', 'save it as CSV'],
  ['application/gzip', 'leads.csv.gz', 'compressed'],
  ['application/octet-stream', 'leads.zip', 'compressed'],
  ['application/octet-stream', 'leads', 'type=text/csv'],
  ['application/octet-stream', '-', 'type=text/csv'],
  ['text/plain', 'csv', 'type=text/csv'],
  ['application/pdf', 'leads.csv', 'type=text/csv'],
])('a file of type %j, named %j, is refused', (type, name, detail) => {
  expect(formatOfFile({ type, name })).toMatchObject({
    code: 'unsupported-media-type',
    detail: expect.stringContaining(detail),
  });
});
