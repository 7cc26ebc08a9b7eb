import type { Random } from '../../chaos/random.js';
import { type Battlefield } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'forms';
const BOUNDARY = 'XboundaryX';
const MB = 1024 * 1024;

const CSV = 'title,companyName\r\nFrom a form,Acme\r\nFrom a form,Globex\r\n';
const FILE = 'Content-Disposition: form-data; name="file"; filename="leads.csv"\r\nContent-Type: text/csv';

/** What a form may be answered: read, refused, or too many at once. */
const statuses = [200, 400, 413, 415, 503];

/** Forms that no browser writes, one after the other, and then many at once. */
export async function uploadForms(field: Battlefield): Promise<void> {
  await field.whileHealthy(() => field.fireAll(ATTACK, requests(field), 1));
  const whole = { ...uploadOf(field, formOf([part(FILE, CSV.repeat(50))])), expectation: { statuses } };
  await field.fireAll(ATTACK, Array<typeof whole>(24).fill(whole), 24);
}

function* requests(field: Battlefield): Generator<AttackRequest & { expectation: object }> {
  const bodies = [...tooMuch(), ...nested(), ...oddHeaders(), ...cutAnywhere(field.random)];
  for (const body of bodies) {
    yield { ...uploadOf(field, body), expectation: { statuses } };
  }
  for (const type of oddTypes) {
    yield { ...uploadOf(field, formOf([part(FILE, CSV)]), type), expectation: { statuses } };
  }
}

function uploadOf(
  field: Battlefield,
  body: string,
  type = `multipart/form-data; boundary=${BOUNDARY}`,
): AttackRequest {
  return {
    method: 'POST',
    path: '/engagements/import',
    headers: { ...field.keys.own.headers, 'content-type': type },
    body,
  };
}

const part = (headers: string, content: string) => `--${BOUNDARY}\r\n${headers}\r\n\r\n${content}\r\n`;
const formOf = (parts: readonly string[]) => `${parts.join('')}--${BOUNDARY}--\r\n`;

/** More of something than any form has. */
function tooMuch(): string[] {
  const blank = part('Content-Disposition: form-data', '');
  const nameless = part('Content-Disposition: form-data; name=""', 'x');
  return [
    formOf(Array<string>(5000).fill(blank)),
    formOf(Array<string>(5000).fill(nameless)),
    formOf(Array<string>(5000).fill(part(FILE, CSV))),
    formOf([...Array<string>(19).fill(blank), part(FILE, CSV)]),
    `--${BOUNDARY}\r\n`.repeat(50_000),
    `--${BOUNDARY}--\r\n`.repeat(50_000),
    formOf([part(`${FILE}\r\n${'X-Pad: a\r\n'.repeat(50_000)}X-End: a`, CSV)]),
    formOf([part(`${FILE}\r\nX-Pad: ${'a'.repeat(MB)}`, CSV)]),
    // Headers without an end.
    `--${BOUNDARY}\r\n${FILE}\r\nX-Pad: ${'a'.repeat(MB)}`,
    `--${BOUNDARY}\r\n${'\r'.repeat(MB)}`,
    // A file without one.
    `--${BOUNDARY}\r\n${FILE}\r\n\r\n${CSV.repeat(50)}`,
    `--${BOUNDARY}\r\n${FILE}\r\n\r\ntitle\r\n"${'a'.repeat(MB)}`,
    'x'.repeat(MB),
    '',
  ];
}

/** What is nearly a boundary, and forms within forms. */
function nested(): string[] {
  const inner = `--${BOUNDARY}Y\r\n${FILE}\r\n\r\n${CSV}\r\n--${BOUNDARY}Y--\r\n`;
  const mixed = `Content-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=${BOUNDARY}Y`;
  return [
    formOf([part(mixed, inner)]),
    formOf([part(FILE, inner)]),
    formOf([part(FILE, `${CSV}\r\n-${BOUNDARY}\r\n`.repeat(100))]),
    formOf([part(FILE, `title\r\n${`\r\n--${BOUNDARY.slice(0, -1)}`.repeat(500)}`)]),
    formOf([part(FILE, `title\r\n${'\r\n--'.repeat(500)}`)]),
    formOf([part(FILE, `"${`\r\n--${BOUNDARY.slice(0, -1)}`.repeat(2000)}"\r\nx`)]),
    `--${BOUNDARY}--${formOf([part(FILE, CSV)])}`,
    formOf([part(FILE, CSV)]).replaceAll('\r\n', '\n'),
    `${formOf([part(FILE, CSV)])}${'epilogue'.repeat(10_000)}`,
  ];
}

/** File names that are paths, codes or far too long; fields beside the file; encodings. */
function oddHeaders(): string[] {
  const names = [
    '../../../../etc/passwd',
    'C:\\Windows\\system32\\leads.csv',
    'leads.csv\u0000.exe',
    '\u202Evsc.sdael',
    `${'.'.repeat(15_000)}csv`,
    `${'a.'.repeat(7000)}csv`,
    '\\"; name=\\"other',
    "'; DROP TABLE engagements; --.csv",
    '${process.env}.csv',
    '',
  ];
  const dispositions = [
    'form-data; name="__proto__"; filename="leads.csv"',
    'form-data; name="constructor"',
    `form-data; name="${'n'.repeat(15_000)}"`,
    'form-data; name="file"; filename*=UTF-8\'\'%00%ff%2e%2e%2fleads.csv',
    "form-data; name=file; filename*=utf-16''%ff%fe",
    'form-data; name="file"; filename="a.csv"; filename="b.exe"',
    `form-data${'; x=y'.repeat(3000)}`,
    `form-data; name="${'\\'.repeat(15_000)}`,
    'attachment; filename="leads.csv"',
    '',
  ];
  const encodings = ['base64', 'quoted-printable', 'gzip', 'x'.repeat(10_000), '\u00e4', ''];
  return [
    ...names.map((name) =>
      formOf([part(`Content-Disposition: form-data; name="file"; filename="${name}"`, CSV)]),
    ),
    ...dispositions.map((one) => formOf([part(`Content-Disposition: ${one}`, CSV), part(FILE, CSV)])),
    ...encodings.map((one) => formOf([part(`${FILE}\r\nContent-Transfer-Encoding: ${one}`, 'dGl0bGUKQQo=')])),
  ];
}

function cutAnywhere(random: Random): string[] {
  const whole = formOf([part('Content-Disposition: form-data; name=""', ''), part(FILE, CSV)]);
  return Array.from({ length: 40 }, () => whole.slice(0, random.between(1, whole.length - 1)));
}

const oddTypes = [
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=""',
  'multipart/form-data; boundary="a\\"b"',
  'multipart/form-data; boundary=-',
  `multipart/form-data; boundary=${'b'.repeat(10_000)}`,
  `multipart/form-data; boundary=${BOUNDARY}; boundary=other`,
  `multipart/form-data; boundary*0=Xbound; boundary*1=aryX`,
  `multipart/form-data${'; a=b'.repeat(2000)}; boundary=${BOUNDARY}`,
  `multipart/form-data; boundary=${BOUNDARY}; charset=utf-16`,
  `MULTIPART/Form-Data;boundary=${BOUNDARY}`,
  `multipart/mixed; boundary=${BOUNDARY}`,
  `multipart/form-data, text/csv; boundary=${BOUNDARY}`,
];
