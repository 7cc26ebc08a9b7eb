import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface AttackRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface AttackAnswer {
  /** 0: the connection ended without an answer. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly ms: number;
}

const PATIENCE_MS = 60_000;

/** The first answer of those that have come on a connection; what follows it stands in its body. */
function readAnswer(received: string): Omit<AttackAnswer, 'ms'> {
  const end = received.indexOf('\r\n\r\n');
  const [first = '', ...lines] = received.slice(0, Math.max(end, 0)).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(/^HTTP\/1\.1 (?<status>\d{3})/.exec(first)?.groups?.['status'] ?? 0),
    headers: Object.fromEntries(headers),
    body: received.slice(end + 4),
  };
}

/** Sends what no well-behaved client would, over connections that are kept. */
export class HttpClient {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    mostConnections = 64,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: mostConnections });
  }

  /** Never throws: without an answer the status is 0. */
  async send(
    { method, path, headers = {}, body }: AttackRequest,
    cutOff = AbortSignal.timeout(PATIENCE_MS),
  ): Promise<AttackAnswer> {
    const { hostname, port } = new URL(this.url);
    const sentAt = performance.now();
    const answer = Promise.withResolvers<AttackAnswer>();
    const none = () => {
      answer.resolve({ status: 0, headers: {}, body: '', ms: performance.now() - sentAt });
    };
    try {
      const outgoing = httpRequest(
        {
          hostname,
          port,
          method,
          path,
          agent: this.agent,
          signal: cutOff,
          headers: {
            ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
            ...headers,
          },
        },
        (incoming) => {
          text(incoming).then((received) => {
            const { statusCode: status = 0, headers: got } = incoming;
            answer.resolve({ status, headers: got, body: received, ms: performance.now() - sentAt });
          }, none);
        },
      );
      outgoing.on('error', none);
      outgoing.end(body);
    } catch {
      // Node itself refuses it: nobody could send it this way.
      none();
    }
    return answer.promise;
  }

  /** Writes bytes as they are on a connection of their own. @returns all that comes back until the server closes it */
  async sendRaw(bytes: string | Buffer, patienceMs = PATIENCE_MS): Promise<AttackAnswer> {
    const { hostname, port } = new URL(this.url);
    const sentAt = performance.now();
    const socket = connect(Number(port), hostname);
    const received: Buffer[] = [];
    const over = Promise.withResolvers<undefined>();
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      over.resolve(undefined);
    });
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.write(bytes);
    await over.promise;
    return { ...readAnswer(Buffer.concat(received).toString()), ms: performance.now() - sentAt };
  }

  close(): void {
    this.agent.destroy();
  }
}
