import { literal, typescript, WIDTH } from './literal.js';
import { ID, JSON_TYPE, type SampleBody, type SampleCall } from './sample-call.js';

/** For TypeScript with the client package, and as it stands for JavaScript. */
export function clientSample(call: SampleCall): string {
  return [
    `import { PartnerEngagements } from '@partner-engagements/client';`,
    `const pe = new PartnerEngagements({
  baseUrl: process.env.API_URL ?? 'http://127.0.0.1:3000',
  apiKey: process.env.API_KEY,
});`,
    [...(call.draft === undefined ? [] : [savingOf(call.draft)]), ...linesOf(call)].join('\n'),
  ].join('\n\n');
}

function savingOf(draft: unknown): string {
  return `const { id } = ${repeated({ method: 'post', path: '/engagements', body: { type: JSON_TYPE, value: draft }, client: 'repeated' })};`;
}

/** By what the client has for it. */
function linesOf(call: SampleCall): string[] {
  switch (call.client) {
    case 'put':
      return [
        `const engagement = ${put(call)};`,
        'console.log(engagement.status, engagement.partnerCentral?.arn);',
      ];
    case 'list':
      return [
        `for await (const engagement of pe.engagements.list(${filterOf(call)})) {`,
        '  console.log(engagement.id, engagement.title);',
        '}',
      ];
    case 'import':
      return [
        `const leads = ${lines(String(call.body?.value))};`,
        'const { created, failed } = await pe.importLeads(leads).summary();',
        'console.log(created, failed);',
      ];
    case 'repeated':
      return [`const engagement = ${repeated(call)};`, 'console.log(engagement.status);'];
    case 'once':
      return [`const { data, error } = await ${apiCall(call)};`, 'console.log(data ?? error);'];
  }
}

/** Repeats by itself. */
function put({ pathValues, query, body }: SampleCall): string {
  const { indent } = typescript;
  const given = [
    literal(pathValues?.['externalRef'], typescript),
    literal(body?.value, typescript, indent),
    `{ submit: ${query?.['submit'] ?? 'false'} }`,
  ];
  return `await pe.engagements.put(\n${given.map((one) => `${indent}${one},\n`).join('')})`;
}

/** Each of the list's filters may be several. */
function filterOf({ query = {} }: SampleCall): string {
  return literal(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    typescript,
  );
}

function lines(text: string): string {
  return `${literal(text.split('\n'), typescript)}.join('\\n')`;
}

/** A call of `.api`, under one key until there is a final answer. */
function repeated(call: SampleCall): string {
  return `await pe.untilAnswered((attempt) =>\n  ${apiCall(call, '  ', '...attempt')},\n)`;
}

function apiCall(call: SampleCall, indent = '', more?: string): string {
  const { method, path, query, body } = call;
  const inner = indent + typescript.indent;
  const parameters = [
    ...(path.includes(ID) ? ['path: { id }'] : []),
    ...(query === undefined ? [] : [`query: ${literal(query, typescript, inner)}`]),
  ];
  const members = [
    ...(parameters.length === 0 ? [] : [`params: { ${parameters.join(', ')} }`]),
    ...(body === undefined ? [] : [`body: ${bodyOf(body, inner)}`]),
    ...(more === undefined ? [] : [more]),
  ];
  const start = `pe.api.${method.toUpperCase()}('${path}', `;
  const short = `${start}{ ${members.join(', ')} })`;
  return indent.length + short.length <= WIDTH && !short.includes('\n')
    ? short
    : `${start}{\n${members.map((one) => `${inner}${one},\n`).join('')}${indent}})`;
}

function bodyOf({ value }: SampleBody, indent: string): string {
  return literal(value, typescript, indent).replaceAll(`'${ID}'`, 'id');
}
