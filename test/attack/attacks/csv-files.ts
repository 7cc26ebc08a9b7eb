import type { Random } from '../../chaos/random.js';
import { columnAliases } from '../../../src/engagements/import/csv/column-aliases.js';
import { type Battlefield } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'CSV files';

/** As many bytes as a row may have, and names as a header. */
const ROW_BYTES = 32 * 1024;
const COLUMNS = 100;

const statuses = [200, 400, 413, 415, 503];

/** Tables that no spreadsheet writes. */
export async function importCsvFiles(field: Battlefield): Promise<void> {
  const files = [...separators(), ...headers(), ...inUtf16(), ...mixtures(field.random)];
  const requests = files.map((file) => ({ ...importOf(field, file), expectation: { statuses } }));
  await field.whileHealthy(() => field.fireAll(ATTACK, requests, 1));
  await field.fireRaw(ATTACK, byteByByte(field), { statuses: [200] });
}

function importOf(field: Battlefield, body: string | Buffer): AttackRequest {
  return {
    method: 'POST',
    path: '/engagements/import',
    headers: { ...field.keys.own.headers, 'content-type': 'text/csv' },
    body,
  };
}

function separators(): string[] {
  const table = (by: string) => `title${by}companyName${by}email\nSeparated${by}Acme${by}x@y.example\n`;
  const usual = [',', ';', '\t', '|'];
  const named = [
    ...usual,
    ':',
    ' ',
    '"',
    "'",
    '\\',
    '\\t',
    '\u0000',
    '\u0001',
    '\u00e4',
    'a',
    '=',
    '',
    ',,,',
    '\r',
  ];
  return [
    ...[...usual, ':', '\u0000', '\u001f', '\u00a7'].map(table),
    ...named.map((one) => `sep=${one}\n${table(one)}`),
    ...usual.map((one) => `"sep=${one}"${one.repeat(20_000)}\n${table(one)}`),
    'sep=;\n'.repeat(5000),
    `sep=${';'.repeat(ROW_BYTES)}\n${table(';')}`,
    usual.join('').repeat(5000),
    `${usual.join('').repeat(5000)}\n`.repeat(20),
    `\n\n${table(',')}${usual.map(table).join('')}`,
  ];
}

/** Headers as large as they may be, of names that are near to others, and of names that are code to somebody. */
function headers(): string[] {
  const aliases = Object.values(columnAliases).flat();
  const slips = aliases.map((name) => `${name.slice(0, 3)}x${name.slice(4)}`);
  const near = Array.from({ length: 400 }, (_, place) => `${slips[place % slips.length] ?? ''} ${place % 7}`);
  // Each costs as much as a name can: it is as long as what is looked at, and near to none.
  const far = Array.from({ length: COLUMNS }, (_, place) =>
    `customer company name of account ${place} `.repeat(3),
  );
  const accents = `a${'\u0315\u0316'.repeat(ROW_BYTES / 4 - 10)}`;
  return [
    ...[near, far, slips].flatMap((names) => [
      `${names.slice(0, COLUMNS).join(',')}\nx\n`,
      `${names.join(',')}\nx\n`,
    ]),
    `${accents},email\nx\n`,
    `${'\ufdfa'.repeat(ROW_BYTES / 3 - 10)},email\nx\n`,
    `${'\u00e4'.repeat(ROW_BYTES / 2 - 10)},email\nx\n`,
    `${'"'.repeat(ROW_BYTES)}\nx\n`,
    `"${'""'.repeat(ROW_BYTES / 2 - 2)}"\nx\n`,
    `${'"a",'.repeat(COLUMNS)}\n${'"b",'.repeat(COLUMNS)}\n`,
    `${'title",'.repeat(COLUMNS)}\nx\n`,
    `${' '.repeat(ROW_BYTES - 10)}title\nx\n`,
    `title${','.repeat(ROW_BYTES - 10)}\n${`x${','.repeat(200)}\n`.repeat(500)}`,
    `${'title,'.repeat(COLUMNS)}\nx\n`,
    `__proto__,constructor,toString,hasOwnProperty\na,b,c,d\n`,
    `title,\u0000,\u202e,\ufeff\na,b,c,d\n`,
    `title,description\n${'=cmd|"/C calc"!A0,@SUM(1)\n'.repeat(50)}`,
    'title\rOne\r\rTwo\n\r\n\rThree',
  ];
}

/** Cut within units and pairs, of either byte order, with and without a mark. */
function inUtf16(): Buffer[] {
  const text = 'title,companyName\nUTF-16 \u{1F600},Acme \u{1F680}\n';
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  const big = Buffer.from(little).swap16();
  const ends = Array.from({ length: 12 }, (_, place) => little.length - place);
  return [
    ...[little, big, little.subarray(2), big.subarray(2)].flatMap((bytes) =>
      ends.map((end) => bytes.subarray(0, end)),
    ),
    Buffer.concat([little, big]),
    Buffer.concat([little.subarray(0, 2), Buffer.from(text)]),
    Buffer.concat([little.subarray(0, 39), little.subarray(40)]),
    Buffer.from(`\ufeff${'title,\ud800\n'.repeat(3000)}`, 'utf16le'),
    Buffer.from(`\ufeff\ufeff${text}`, 'utf16le'),
  ];
}

/** What means something in a table, in any order. */
function mixtures(random: Random): string[] {
  const pieces = [
    ...[
      ',',
      ';',
      '\t',
      '|',
      '"',
      '""',
      '\r',
      '\n',
      '\r\n',
      'sep=',
      'title',
      'email',
      ' ',
      '\u00e4',
      '\u0000',
    ],
    ...['\ufeff', '\ud83d\ude00', 'x'.repeat(50), '{title}', '='],
  ];
  const some = () =>
    Array.from({ length: random.between(1, 60) }, () => random.pick(pieces.map((one) => [one, 1] as const)));
  return Array.from(
    { length: 100 },
    (_, place) => `${place % 2 === 0 ? 'title,email\n' : ''}${some().join('')}`,
  );
}

/** A table in UTF-16 in chunks of a byte each, so that every unit, pair and line break is cut. */
function byteByByte(field: Battlefield): Buffer {
  const table = Buffer.from('\ufeffsep=;\r\ntitle;companyName\r\n"Bytes \u{1F600}";Acme\r\n', 'utf16le');
  const { host } = new URL(field.target.url);
  const head =
    `POST /engagements/import HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${field.keys.own.headers.authorization}\r\n` +
    'Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
  const chunks = Array.from(table, (byte) => Buffer.from([0x31, 0x0d, 0x0a, byte, 0x0d, 0x0a]));
  return Buffer.concat([Buffer.from(head), ...chunks, Buffer.from('0\r\n\r\n')]);
}
