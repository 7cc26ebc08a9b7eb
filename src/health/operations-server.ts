import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.js';
import { errorMessage } from '../errors/error-message.js';
import { loggableError } from '../errors/loggable-error.js';
import { type Answer, JSON_TYPE } from '../http/answer.js';
import { methodNotAllowed } from '../http/no-such-route.js';
import { problemAnswer } from '../http/problem-answer.js';
import { Metrics } from '../metrics/metrics.js';
import { Readiness } from './readiness.js';

/** More than all that probe and scrape. */
const MAX_CONNECTIONS = 50;

/** How long a request may take to arrive, in milliseconds. */
const ARRIVAL_MS = 5000;

/**
 * A server beside the API's, or a worker's only one, for what watches the process: its health and its metrics, which are
 * open to whoever reaches the port, and nothing else.
 */
@Injectable()
export class OperationsServer implements OnApplicationShutdown {
  private readonly logger = new Logger(OperationsServer.name);
  private server: Server | undefined;

  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @param setting names the port in what is said of it
   * @throws when the port can't be had
   */
  async listen(setting: string, port: number, host: string): Promise<void> {
    const server = createServer(
      { requestTimeout: ARRIVAL_MS, headersTimeout: ARRIVAL_MS },
      (request, response) => void this.answer(request, response),
    );
    server.maxConnections = MAX_CONNECTIONS;
    server.listen(port, host);
    try {
      await once(server, 'listening');
    } catch (cause) {
      throw new Error(`${setting}: ${errorMessage(cause)}`, { cause });
    }
    this.server = server;
    this.logger.log(`Health and metrics on ${addressOf(server.address())}`);
  }

  /** It answers until the very end: a probe sees a process that is about to stop, rather than nobody. */
  async onApplicationShutdown(): Promise<void> {
    if (this.server !== undefined) {
      const closed = once(this.server, 'close');
      this.server.close();
      this.server.closeAllConnections();
      await closed;
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = { id: randomUUID(), url: request.url ?? '/' };
    const { status, headers, body } = await this.answerTo(request.method, asked).catch((error: unknown) =>
      problemAnswer(this.toDomainError(error), asked),
    );
    response.writeHead(status, {
      ...headers,
      'x-request-id': asked.id,
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private async answerTo(method: string | undefined, { url }: { url: string }): Promise<Answer> {
    const answer = this.answerAt(url.split('?', 1)[0]);
    if (answer === undefined) {
      throw new DomainError('not-found', 'This port has /health/live, /health/ready and /metrics only.');
    }
    if (method !== 'GET' && method !== 'HEAD') {
      throw methodNotAllowed(['GET', 'HEAD']);
    }
    return answer();
  }

  private answerAt(path: string | undefined): (() => Promise<Answer>) | undefined {
    switch (path) {
      case '/health/live':
        return () => Promise.resolve(json({ status: 'ok' }));
      case '/health/ready':
        return async () => json(await this.readiness.look());
      case '/metrics':
        return async () => ({
          status: 200,
          headers: { 'content-type': this.metrics.contentType },
          body: await this.metrics.text(),
        });
      default:
        return undefined;
    }
  }

  private toDomainError(error: unknown): DomainError {
    if (error instanceof DomainError) {
      return error;
    }
    this.logger.error({ err: loggableError(error) }, 'Unexpected error');
    return new DomainError('internal-error', 'The service failed to handle the request.');
  }
}

function json(body: object): Answer {
  return { status: 200, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(body) };
}

function addressOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') {
    throw new TypeError('A TCP server has an address and a port.');
  }
  const { address: host, family, port } = address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}
