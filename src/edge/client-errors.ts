import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError } from '../errors/domain-error.js';
import { problemAnswer } from '../http/problem-answer.js';
import type { Connections } from './connections.js';

/** How long the answer is left to arrive before the connection goes: a reset could overtake it. */
const LINGER_MS = 1000;

/**
 * Answers what is no HTTP, or took too long to become any. Nothing more is read of the connection: where one message
 * ends and the next begins is not known any more.
 * @returns what Fastify calls with the parser's error
 */
export function clientErrorHandler(connections: Connections): (error: Error, socket: Socket) => void {
  return (error, socket) => {
    if (socket.writableEnded) {
      return;
    }
    const code = 'code' in error ? error.code : undefined;
    if (code === 'ECONNRESET' || !socket.writable || connections.isAnswering(socket)) {
      socket.destroy();
      return;
    }
    socket.end(answerTo(code));
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
}

function answerTo(code: unknown): string {
  const { status, headers, body } = problemAnswer(refusalOf(code), { url: '', id: randomUUID() });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'cache-control: private, no-store',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}

/** By Node's codes. */
function refusalOf(code: unknown): DomainError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new DomainError('request-timeout', 'The headers came too slowly.');
    case 'HPE_HEADER_OVERFLOW':
      return new DomainError('headers-too-large', 'The headers are larger than 16 KiB.');
    default:
      return new DomainError('invalid-request', 'This is no request of HTTP/1.1.');
  }
}
