import { isJsonObject, type JsonObject } from '../wire/json.js';
import { type Operation } from '../wire/operation.js';

/** Headers that pass every wire check; the signature is one in shape only. */
export function wireHeaders(operation: Operation): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AWSPartnerCentralSelling.${operation}`,
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/partnercentral-selling/aws4_request, ' +
      `SignedHeaders=host;x-amz-date, Signature=${'0f'.repeat(32)}`,
  };
}

/** One call without the SDK; it rejects when the connection is lost. */
export async function wireCall(
  url: string,
  operation: Operation,
  body: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(url, { method: 'POST', headers: wireHeaders(operation), body: JSON.stringify(body), signal });
}

/** The exception that an answer's header names, without the address that follows it. */
export function errorNameOf(response: Response): string | undefined {
  return response.headers.get('x-amzn-errortype')?.split(':', 1)[0];
}

/** A response's JSON object; anything else fails the test. */
export async function jsonOf(response: Response): Promise<JsonObject> {
  const body: unknown = await response.json();
  if (!isJsonObject(body)) {
    throw new Error('The answer is no JSON object.');
  }
  return body;
}
