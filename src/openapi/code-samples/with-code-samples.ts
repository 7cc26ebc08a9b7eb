import type { OpenAPIObject } from '@nestjs/swagger';
import { clientSample } from './client-sample.js';
import { curlSample } from './curl-sample.js';
import { type PlannedSample, plannedSamples } from './planned-samples.js';
import { pythonSample } from './python-sample.js';
import { JSON_TYPE, type SampleBody, type SampleCall } from './sample-call.js';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;

/** Where a document keeps them: an extension that Redoc and other tools know. */
export const CODE_SAMPLES = 'x-codeSamples';

/** A sample in one language. */
export interface CodeSample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

/**
 * Has the main operations show how they are called, with the examples that the document has of their bodies.
 * @throws TypeError for a sample of what the document does not have
 */
export function withCodeSamples(paths: Paths): Paths {
  const changed = { ...paths };
  for (const planned of plannedSamples) {
    const { path, method } = planned;
    const operation = { ...operationOf(paths, planned), [CODE_SAMPLES]: samplesOf(callOf(paths, planned)) };
    changed[path] = { ...changed[path], [method]: operation };
  }
  return changed;
}

function samplesOf(call: SampleCall): CodeSample[] {
  return [
    { lang: 'Shell', label: 'curl', source: curlSample(call) },
    { lang: 'TypeScript', label: 'Client', source: clientSample(call) },
    { lang: 'Python', label: 'Python', source: pythonSample(call) },
  ];
}

function callOf(paths: Paths, { body, draft, ...planned }: PlannedSample): SampleCall {
  return {
    ...planned,
    ...(body === undefined ? {} : { body: bodyOf(operationOf(paths, planned), body) }),
    ...(draft === undefined ? {} : { draft: draftOf(paths, draft) }),
  };
}

function bodyOf(operation: Operation, body: NonNullable<PlannedSample['body']>): SampleBody {
  const { type } = body;
  return { type, value: 'value' in body ? body.value : exampleOf(operation, type, body.example) };
}

function draftOf(paths: Paths, name: string): unknown {
  return exampleOf(operationOf(paths, { path: '/engagements', method: 'post' }), JSON_TYPE, name);
}

function operationOf(paths: Paths, { path, method }: Pick<PlannedSample, 'path' | 'method'>): Operation {
  const operation = paths[path]?.[method];
  if (operation === undefined) {
    throw new TypeError(`A sample is of ${method} ${path}, which the API does not have`);
  }
  return operation;
}

function exampleOf({ operationId, requestBody }: Operation, type: string, name: string): unknown {
  const content = requestBody !== undefined && 'content' in requestBody ? requestBody.content : undefined;
  const example = content?.[type]?.examples?.[name];
  if (example === undefined || !('value' in example)) {
    throw new TypeError(`A sample is of ${String(operationId)}’s example ${name}, which it does not have`);
  }
  const value: unknown = example.value;
  return value;
}
