import { type IncomingMessage } from 'node:http';

// The largest CreateEngagement that keeps to the rules stays under 2 MB even with every character escaped.
const largestBody = 4 * 1024 * 1024;

/** The body is larger than anything the simulator takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/**
 * A request's whole body as text.
 * @throws BodyTooLargeError past 4 MiB.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (Buffer.isBuffer(chunk)) {
      size += chunk.length;
      if (size > largestBody) {
        throw new BodyTooLargeError('The body is larger than 4 MiB.');
      }
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}
