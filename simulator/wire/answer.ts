import { randomUUID } from 'node:crypto';
import { type ServerResponse } from 'node:http';

import { type JsonObject } from './json.js';
import { type WireError } from './wire-error.js';

/** What goes back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const awsJson = 'application/x-amz-json-1.0';

// The exceptions that the API's model declares; AWS's common front end has its own name space for the others.
const modelled = new Set([
  'AccessDeniedException',
  'ConflictException',
  'InternalServerException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
  'ThrottlingException',
  'ValidationException',
]);

/** A successful answer of the AWS wire. */
export function success(output: JsonObject): Answer {
  return { status: 200, headers: awsHeaders(), body: JSON.stringify(output) };
}

/**
 * An exception in AWS's wire form: its name in the body's `__type` after a name space, and in the header
 * `x-amzn-ErrorType` before the address of one, as real answers have it.
 */
export function failure({ name, message, members, status, form }: WireError): Answer {
  const { retryAfterSeconds: seconds, nameIn = 'both' } = form;
  const namespace = modelled.has(name) ? 'com.amazonaws.partnercentralselling' : 'com.amazon.coral.service';
  return {
    status,
    headers: {
      ...awsHeaders(),
      ...(nameIn !== 'body' && {
        'x-amzn-ErrorType': `${name}:http://internal.amazon.com/coral/${namespace}/`,
      }),
      ...(seconds !== undefined && { 'retry-after': String(seconds) }),
    },
    body: JSON.stringify({
      Message: message,
      ...members,
      ...(nameIn !== 'header' && { __type: `${namespace}#${name}` }),
    }),
  };
}

/** A 200 whose body is no JSON: cut off in the middle. */
export function garbage(): Answer {
  return { status: 200, headers: awsHeaders(), body: '{"Id":"eng-' };
}

/** What a gateway in front of the service says; it knows no request id. */
export function gatewayPage(): Answer {
  return {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
  };
}

/** Sends an answer; one whose caller has gone is dropped. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function awsHeaders(): Record<string, string> {
  return { 'content-type': awsJson, 'x-amzn-requestid': randomUUID() };
}
