import { expect, it } from '@jest/globals';
import { plannedSamples } from './planned-samples.js';
import { CODE_SAMPLES, withCodeSamples } from './with-code-samples.js';

type Paths = Parameters<typeof withCodeSamples>[0];

/** Has the operations and examples that samples are of. */
function documented(): Paths {
  const paths: Paths = {};
  for (const { path, method, body } of plannedSamples) {
    const type = body?.type ?? 'application/json';
    const examples = Object.fromEntries(
      ['customerProject', 'lead', 'incompleteDraft', 'title', 'rows'].map((name) => [
        name,
        { value: type === 'text/csv' ? `${name}\n1` : { title: `Example ${name}` } },
      ]),
    );
    const operation = { responses: {}, requestBody: { content: { [type]: { examples } } } };
    paths[path] = { ...paths[path], [method]: operation };
  }
  return paths;
}

function sourceOf(paths: Paths, path: string, label: string): string {
  const samples: { label: string; source: string }[] = Reflect.get(paths[path]?.put ?? {}, CODE_SAMPLES);
  return samples.find((one) => one.label === label)?.source ?? '';
}

it('shows each operation with the document’s own example, in three languages', () => {
  const paths = withCodeSamples(documented());
  const path = '/engagements/by-ref/{externalRef}';

  expect(sourceOf(paths, path, 'curl')).toBe(
    `api=\${API_URL:-http://127.0.0.1:3000}

curl -i -X PUT "$api/engagements/by-ref/summit-2026-17?submit=true" \\
  -H "authorization: Bearer $API_KEY" \\
  -H 'content-type: application/json' --data-binary @- <<'JSON'
{ "title": "Example lead" }
JSON`,
  );
  expect(sourceOf(paths, path, 'Client')).toBe(
    `import { PartnerEngagements } from '@partner-engagements/client';

const pe = new PartnerEngagements({
  baseUrl: process.env.API_URL ?? 'http://127.0.0.1:3000',
  apiKey: process.env.API_KEY,
});

const engagement = await pe.engagements.put(
  'summit-2026-17',
  { title: 'Example lead' },
  { submit: true },
);
console.log(engagement.status, engagement.partnerCentral?.arn);`,
  );
  expect(sourceOf(paths, path, 'Python')).toBe(
    `import os

import requests

api = os.environ.get("API_URL", "http://127.0.0.1:3000")
session = requests.Session()
session.headers["authorization"] = f"Bearer {os.environ.get('API_KEY', '')}"

answer = session.put(
    f"{api}/engagements/by-ref/summit-2026-17",
    params={"submit": "true"},
    json={"title": "Example lead"},
    timeout=60,
)
print(answer.status_code, answer.text)`,
  );
});

it('refuses to tell of an operation or an example that is not there', () => {
  const { '/engagements/validate': _left, ...others } = documented();
  expect(() => withCodeSamples(others)).toThrow('post /engagements/validate');

  const paths = documented();
  const { put } = paths['/engagements/by-ref/{externalRef}'] ?? {};
  if (put?.requestBody !== undefined && 'content' in put.requestBody) {
    put.operationId = 'putEngagementByRef';
    put.requestBody.content = { 'application/json': { examples: {} } };
  }
  expect(() => withCodeSamples(paths)).toThrow('putEngagementByRef’s example lead');
});
