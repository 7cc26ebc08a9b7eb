import { json, literal } from './literal.js';
import { ID, JSON_TYPE, pathOf, type SampleBody, type SampleCall } from './sample-call.js';

/** For a POSIX shell: what stands in braces and quotes there is as in a program. */
export function curlSample(call: SampleCall): string {
  return [
    'api=${API_URL:-http://127.0.0.1:3000}',
    ...(call.draft === undefined ? [] : [savingOf(call.draft)]),
    callOf(call),
  ].join('\n\n');
}

/** Every answer about an engagement begins with its id. */
function savingOf(draft: unknown): string {
  const saving = curl(
    { method: 'post', path: '/engagements', body: { type: JSON_TYPE, value: draft }, client: 'repeated' },
    '-s',
    ` | sed 's/^{"id":"\\([^"]*\\).*/\\1/'`,
  );
  return `id=$(${saving}\n)`;
}

function callOf(call: SampleCall): string {
  return curl(call, '-i', '');
}

/** @param then what the first line of a call with a body ends with: the body comes below it */
function curl(call: SampleCall, flags: string, then: string): string {
  const { method, query, body, keyPrefix } = call;
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  const options = [
    `curl ${flags}${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$api${pathOf(call, '$id')}${search}"`,
    '-H "authorization: Bearer $API_KEY"',
    ...(keyPrefix === undefined ? [] : [`-H "idempotency-key: ${keyPrefix}-$(date +%s)"`]),
    ...(body === undefined ? [] : [`-H 'content-type: ${body.type}'`]),
  ];
  const line = options.join(' \\\n  ');
  return body === undefined ? line : `${line} --data-binary @- ${hereDocument(body, then)}`;
}

/** The text below the command, which needs no quoting: quotes in it may be left as they are when it is edited. */
function hereDocument({ type, value }: SampleBody, then: string): string {
  const word = typeof value === 'string' ? 'ROWS' : 'JSON';
  const text = typeof value === 'string' ? value : literal(value, json);
  if (type === JSON_TYPE && text.includes(ID)) {
    return `<<${word}${then}\n${text.replaceAll(/[\\$`]/g, '\\$&').replaceAll(ID, '$id')}\n${word}`;
  }
  return `<<'${word}'${then}\n${text}\n${word}`;
}
