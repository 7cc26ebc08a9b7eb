import { literal, python, WIDTH } from './literal.js';
import { ID, JSON_TYPE, pathOf, type SampleBody, type SampleCall } from './sample-call.js';

/** For Python 3 with `requests`. */
export function pythonSample(call: SampleCall): string {
  return [
    imports(call),
    [
      'api = os.environ.get("API_URL", "http://127.0.0.1:3000")',
      'session = requests.Session()',
      `session.headers["authorization"] = f"Bearer {os.environ.get('API_KEY', '')}"`,
    ].join('\n'),
    [
      ...(call.draft === undefined ? [] : [savingOf(call.draft)]),
      `answer = ${request(call)}`,
      'print(answer.status_code, answer.text)',
    ].join('\n'),
  ].join('\n\n');
}

function imports({ keyPrefix }: SampleCall): string {
  return ['import os', ...(keyPrefix === undefined ? [] : ['import uuid']), '', 'import requests'].join('\n');
}

function savingOf(draft: unknown): string {
  const saving = request({
    method: 'post',
    path: '/engagements',
    body: { type: JSON_TYPE, value: draft },
    client: 'repeated',
  });
  return `id = ${saving}.json()["id"]`;
}

function request(call: SampleCall): string {
  const { method, query, body, keyPrefix } = call;
  const headers = [
    ...(keyPrefix === undefined ? [] : [`"idempotency-key": f"${keyPrefix}-{uuid.uuid4()}"`]),
    // `requests` says itself that it sends JSON.
    ...(body === undefined || body.type === JSON_TYPE ? [] : [`"content-type": "${body.type}"`]),
  ];
  const path = pathOf(call, ID);
  const given = [
    `f"{api}${path}"`,
    ...(query === undefined ? [] : [`params=${literal(query, python, python.indent)}`]),
    ...(headers.length === 0 ? [] : [`headers={${headers.join(', ')}}`]),
    ...(body === undefined ? [] : [bodyOf(body)]),
    'timeout=60',
  ];
  const line = `session.${method}(${given.join(', ')})`;
  return line.length <= WIDTH && !line.includes('\n')
    ? line
    : `session.${method}(\n${given.map((one) => `${python.indent}${one},\n`).join('')})`;
}

function bodyOf({ value }: SampleBody): string {
  if (typeof value !== 'string') {
    return `json=${literal(value, python, python.indent).replaceAll(JSON.stringify(ID), 'id')}`;
  }
  const lines = value.split('\n').map((line) => `${python.indent.repeat(2)}${JSON.stringify(`${line}\n`)}\n`);
  return `data=(\n${lines.join('')}${python.indent}).encode()`;
}
