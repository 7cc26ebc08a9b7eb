import { type Battlefield } from '../battlefield.js';
import type { AttackRequest } from '../http.js';

const ATTACK = 'import queries';

const columns = [
  ...['externalRef', 'catalog', 'title', 'description', 'qualificationStatus', 'companyName', 'industry'],
  ...['websiteUrl', 'city', 'postalCode', 'stateOrRegion', 'countryCode', 'awsMaturity', 'marketSegment'],
  ...['sourceType', 'sourceId', 'sourceName', 'useCase', 'interactionDate', 'customerAction'],
  ...['businessProblem', 'businessTitle', 'email', 'firstName', 'lastName', 'phone'],
];

const prototypeNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

/** What a row has beside what a default makes of it. */
const large = 'a'.repeat(4000);

/** Parameters of an import by the hundred, that make much of little, or have names that mean something to JavaScript. */
export async function queryImports(field: Battlefield): Promise<void> {
  await field.whileHealthy(() => field.fireAll(ATTACK, requests(field), 1));
}

function* requests(field: Battlefield): Generator<AttackRequest & { expectation: object }> {
  const files = [
    { type: 'text/csv', body: `companyName\n${`${large}\n`.repeat(10)}` },
    { type: 'application/x-ndjson', body: '{"title":"Queried"}\n' },
  ];
  for (const query of [...many(), ...blownUp(), ...misnamed()]) {
    for (const { type, body } of files) {
      yield {
        method: 'POST',
        path: `/engagements/import?${query}`,
        headers: { ...field.keys.own.headers, 'content-type': type },
        body,
        expectation: { statuses: [200, 400, 431, 503] },
      };
    }
  }
}

function many(): string[] {
  const times = (count: number, make: (place: number) => string) =>
    Array.from({ length: count }, (_, place) => make(place)).join('&');
  return [
    times(400, (place) => `map[column ${place}]=city`.replaceAll(' ', '+')),
    times(400, (place) => `map[c${place}]=nothing${place}`),
    times(120, (place) => `map[${'Companny+Name+of+the+acount+'.repeat(3)}${place}]=city`),
    times(400, (place) => `default[c${place}]=x`),
    times(400, () => 'default[title]=x'),
    times(600, (place) => `x${place}=1`),
    times(600, () => 'dryRun=true'),
    // 100 KB: more than headers may have.
    times(5000, (place) => `map[column${place}]=city`),
    `default[title]=${'{companyName}'.repeat(8000)}`,
  ];
}

/** Templates that make much of a row, or cost much to fill in. */
function blownUp(): string[] {
  const around = (open: string, close: string) =>
    `default[title]=x${open.repeat(3000)}{city}${close.repeat(3000)}`;
  return [
    columns
      .filter((one) => one !== 'companyName')
      .map((one) => `default[${one}]=${'{companyName}'.repeat(10)}`)
      .join('&'),
    `default[title]=${'{companyName}'.repeat(11)}`,
    `default[title]=${'{'.repeat(14_000)}`,
    `default[title]=${'{}'.repeat(7000)}`,
    `default[title]=${'-'.repeat(14_000)}`,
    `default[title]=${'{city}-'.repeat(10)}${'a-'.repeat(7000)}`,
    'default[title]={description}&default[description]={title}',
    'default[title]={title}',
    around('(', ')'),
    around('[', ']'),
    around('%22', '%22').slice(0, 14_000),
    around('(+', '+)').slice(0, 14_000),
  ];
}

function misnamed(): string[] {
  return [
    ...prototypeNames.flatMap((name) => [
      `map[${name}]=city`,
      `map[companyName]=${name}`,
      `default[${name}]=x`,
      `default[title]={${name}}`,
      `${name}=x`,
      `map[x][${name}]=city`,
      `${name}[x]=y`,
    ]),
    ...['map', 'map=', 'map[]=', 'map[=city', 'map]=city', 'map[[]]=city', 'map.x=city', 'default[]=x'],
    ...[
      'map[%00]=city',
      'map[%ff]=%fe',
      'map[%ED%A0%80]=city',
      'default[title]=%00',
      'default[title]=%F0%9F%98',
    ],
    ...[
      'ignoreUnknown[]=true',
      'onBadCell=drop&onBadCell=reject',
      'onBadCell=__proto__',
      'dryRun=1',
      'dryRun',
    ],
    'map[a]=city&map[a]=city&map[A]=city',
    'onBadCell=drop&ignoreUnknown=true&dryRun=true',
  ];
}
