import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** An import of which no byte is sent yet. */
export function beginImport(url: string, headers: Record<string, string>, query = ''): ClientRequest {
  return request(`${url}/engagements/import${query}`, { method: 'POST', headers });
}

/** What a request is answered with, from its headers on. */
export async function answerOf(sending: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  sending.once('response', resolve).once('error', reject);
  return promise;
}
