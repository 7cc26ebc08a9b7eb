import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import type { ProblemFilter } from '../http/problem.filter.js';

/** How long a request's headers may take, in milliseconds. */
const HEADERS_MS = 10_000;

/** How often Node looks for headers that take longer. */
const HEADERS_LOOK_MS = 1000;

/** How long a connection is kept without a request: longer than load balancers keep theirs (AWS's: 60 s). */
const KEEP_ALIVE_MS = 72_000;

/** What Node's server has to know from the start. The rest `watchConnections` sees to. */
export const connectionOptions = {
  // The whole request has no limit of its own: a long import is a good one. Its pace has.
  requestTimeout: 0,
  keepAliveTimeout: KEEP_ALIVE_MS,
  http: {
    headersTimeout: HEADERS_MS,
    connectionsCheckingInterval: HEADERS_LOOK_MS,
    // Node's own answer is no problem: `guardHosts` answers.
    requireHostHeader: false,
  },
};

/** Beyond so many the longest idle one is closed for each new one. */
const ROOMY_CONNECTIONS = 2000;

/** The most, in this process; further ones are closed as they come. */
const MAX_CONNECTIONS = 2500;

/**
 * The most requests in hand in this process. Those that wait for the outcome of a submission are among them, and are
 * 1,000 at most (`submissions/waiting-places.ts`): so many as 500 others there may always be.
 */
const MAX_REQUESTS = 1500;

/** The most of one connection. Hardly any client sends a request before it has the last one's answer. */
const MAX_PIPELINED = 64;

const LOOK_MS = 1000;

/** So many seconds we wait for a client that sends, or takes, nothing. */
const PATIENCE_SECONDS = 10;

/** What a client sends, or takes, in a second at least, in bytes. */
const MIN_PACE = 16 * 1024;

/** What is going on on a connection. */
interface Connection {
  /** The last request that came in, and its answer. */
  exchange?: { readonly request: FastifyRequest; readonly reply: FastifyReply };
  /** How many requests are being worked on. */
  inHand: number;
  /** Since when it has had nothing to do. */
  idleSince: number;
  bytesRead: number;
  /** For how many more seconds its client is waited for to send. */
  patience: number;
  /** The answer's bytes that had left us at the last look. */
  bytesTaken: number;
  /** For how many more seconds its client may take nothing of them. */
  leniency?: number;
}

/**
 * Keeps clients from holding connections for nothing: one that sends its body, or takes its answer, too slowly is cut
 * off, and when there are too many connections the idle ones go first.
 *
 * One look a second at all of them: a timer for each request, as Node's `server.timeout` is, knows silence only, and a
 * byte every five seconds is none.
 */
export class Connections {
  private readonly open = new Map<Socket, Connection>();
  private requests = 0;
  /** How many connections have any. */
  private busy = 0;
  private isClosing = false;

  constructor(private readonly problems: ProblemFilter) {}

  /**
   * Whether a request that has begun is one too many. Of each connection the first one takes room from the others' first
   * ones only: thousands that were sent at once over one connection are answered in order, so that all of them are in hand
   * while the first one waits, or while nobody reads (2,000 of 28 bytes each took all the room there is).
   */
  isTooMuch({ raw: { socket } }: FastifyRequest): boolean {
    const isFirst = this.connectionOf(socket).inHand <= 1;
    return (isFirst ? this.busy : this.requests) > MAX_REQUESTS;
  }

  /**
   * Cuts a connection over which too many requests came at once. Node goes on to read what came with them.
   * @returns whether it is cut, so that no work is worth while: 4,000 in two packets had another request wait for 0.4 s
   */
  cutsFlood(request: FastifyRequest, reply: FastifyReply): boolean {
    const { socket } = request.raw;
    if (this.connectionOf(socket).inHand < MAX_PIPELINED) {
      return false;
    }
    reply.hijack();
    socket.destroy();
    return true;
  }

  /** Whether there are so many connections that only idle ones' closing makes room. */
  get isCrowded(): boolean {
    return this.open.size > ROOMY_CONNECTIONS;
  }

  /** Whether an answer is owed on the connection, or being given, that words of our own would get into. */
  isAnswering(socket: Socket): boolean {
    const connection = this.open.get(socket);
    if (connection?.exchange === undefined || connection.inHand === 0) {
      return false;
    }
    const { request, reply } = connection.exchange;
    return connection.inHand > 1 || request.raw.complete || reply.raw.headersSent;
  }

  watch(server: Server): void {
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', (socket) => {
      this.connectionOf(socket);
      if (this.isCrowded) {
        this.closeLongestIdle();
      }
    });
    const timer = setInterval(() => {
      this.look();
    }, LOOK_MS);
    timer.unref();
    server.once('close', () => {
      clearInterval(timer);
    });
  }

  /**
   * Closes connections as soon as they have nothing to do. Node itself waits without end for those that have never said
   * a word, and browsers open such ones in advance.
   */
  close(): void {
    this.isClosing = true;
    this.closeIdle(0);
  }

  private closeIdle(idleMs: number): void {
    const since = performance.now() - idleMs;
    for (const [socket, { inHand, idleSince }] of this.open) {
      if (inHand === 0 && idleSince <= since) {
        socket.destroy();
      }
    }
  }

  /** A request has come in. @returns what is to be called when it is over */
  begin(request: FastifyRequest, reply: FastifyReply): () => void {
    const connection = this.connectionOf(request.raw.socket);
    connection.exchange = { request, reply };
    connection.patience = PATIENCE_SECONDS;
    connection.inHand += 1;
    this.requests += 1;
    this.busy += connection.inHand === 1 ? 1 : 0;
    return () => {
      this.end(connection);
    };
  }

  private end(connection: Connection): void {
    if (connection.inHand > 0) {
      this.requests -= 1;
      connection.inHand -= 1;
      this.busy -= connection.inHand === 0 ? 1 : 0;
      connection.idleSince = performance.now();
    }
  }

  private connectionOf(socket: Socket): Connection {
    const known = this.open.get(socket);
    if (known !== undefined) {
      return known;
    }
    const connection = {
      inHand: 0,
      idleSince: performance.now(),
      bytesRead: 0,
      patience: PATIENCE_SECONDS,
      bytesTaken: 0,
    };
    this.open.set(socket, connection);
    socket.once('close', () => {
      this.open.delete(socket);
      // Of answers that waited for another one's end nobody is told.
      this.requests -= connection.inHand;
      this.busy -= connection.inHand > 0 ? 1 : 0;
      connection.inHand = 0;
    });
    return connection;
  }

  /** Whoever has had nothing to do for less than a second may be about to ask again. */
  private closeLongestIdle(): void {
    let longest: { socket: Socket; since: number } | undefined;
    for (const [socket, { inHand, idleSince }] of this.open) {
      if (inHand === 0 && idleSince < (longest?.since ?? performance.now() - 1000)) {
        longest = { socket, since: idleSince };
      }
    }
    longest?.socket.destroy();
  }

  private look(): void {
    if (this.isClosing) {
      this.closeIdle(LOOK_MS);
    }
    for (const [socket, connection] of this.open) {
      if (sendsTooSlowly(socket, connection)) {
        this.giveUp(socket, connection);
      } else if (readsTooSlowly(socket, connection)) {
        socket.destroy();
      }
    }
  }

  private giveUp(socket: Socket, { exchange }: Connection): void {
    if (exchange === undefined || exchange.reply.sent || exchange.reply.raw.headersSent) {
      socket.destroy();
      return;
    }
    const { request, reply } = exchange;
    void reply.header('connection', 'close');
    this.problems.send(new DomainError('request-timeout', 'The body came too slowly.'), request, reply);
  }
}

/** Only the time in which we wait for the client counts, and not that in which it waits for us to read on. */
function sendsTooSlowly(socket: Socket, connection: Connection): boolean {
  const { exchange, bytesRead } = connection;
  connection.bytesRead = socket.bytesRead;
  if (exchange === undefined || isOver(exchange.request.raw)) {
    return false;
  }
  const waited = exchange.request.raw.readableLength === 0 ? LOOK_MS / 1000 : 0;
  const sent = (socket.bytesRead - bytesRead) / MIN_PACE;
  connection.patience = Math.min(PATIENCE_SECONDS, connection.patience + sent) - waited;
  return connection.patience < 0;
}

function isOver(request: IncomingMessage): boolean {
  return request.complete || request.destroyed;
}

/**
 * How much the system has passed on of what it was handed is not known: it is waited for as a whole. A client may send
 * all of its body before it reads.
 */
function readsTooSlowly(socket: Socket, connection: Connection): boolean {
  const pending = socket.writableLength;
  const taken = socket.bytesWritten - pending;
  if (pending === 0 || connection.exchange === undefined || !isOver(connection.exchange.request.raw)) {
    delete connection.leniency;
  } else if (connection.leniency === undefined || taken > connection.bytesTaken) {
    connection.leniency = PATIENCE_SECONDS + pending / MIN_PACE;
  } else {
    connection.leniency -= LOOK_MS / 1000;
  }
  connection.bytesTaken = taken;
  return connection.leniency !== undefined && connection.leniency < 0;
}

/** Has the connections of a server watched for as long as it runs; `begin` is to be called for each request. */
export function watchConnections(fastify: FastifyInstance, connections: Connections): void {
  connections.watch(fastify.server);
  fastify.addHook('preClose', (done) => {
    connections.close();
    done();
  });
}
