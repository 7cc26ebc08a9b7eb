import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listen } from './listen.js';
import {
  asksForAnswer,
  type Message,
  MessageReader,
  saysDone,
  StatementReader,
  statusOf,
} from './postgres-messages.js';

/** What a client is about to have done. */
export interface Statement {
  readonly sql: string;
  /** Those before it in the same transaction, its BEGIN first; empty outside of one. */
  readonly transaction: readonly string[];
  /** Whether its success makes something stay: the end of a transaction, or a write outside of one. */
  readonly commits: boolean;
}

/**
 * What becomes of a statement. `lose-answer`: it is done, its client is not told, and its connection is reset; where
 * nothing was done it is answered as ever.
 */
export type Fate = 'pass' | 'lose-answer';

export interface PostgresProxy {
  /** The same address through the proxy. */
  url(serverUrl: string): string;
  /** Leads to another server from now on, as an address does after a failover. Connections that are there stay. */
  redirect(serverUrl: string): void;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Is asked for each statement before the server gets it, which waits for as long as it takes. */
  decide(statement: Statement): Fate | Promise<Fate>;
  /** An answer was lost. */
  onLost?(statement: Statement): void;
}

/**
 * Stands between programs and PostgreSQL, and knows as much of the wire as it takes to hold a statement back, or to
 * lose the answer to it. Without TLS.
 */
export async function startPostgresProxy(serverUrl: string, options: ProxyOptions): Promise<PostgresProxy> {
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    new ProxiedConnection(client, upstream, options).run();
  });
  const ownPort = await listen(server);
  return {
    url: (url) => {
      const through = new URL(url);
      through.host = `127.0.0.1:${ownPort}`;
      return through.href;
    },
    redirect: (url) => {
      target = new URL(url);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

const writes = /^\s*(?:INSERT|UPDATE|DELETE|WITH)\b/i;
const ends = /^\s*COMMIT\b/i;

class ProxiedConnection {
  private readonly fromClient = new MessageReader(0);
  private readonly fromServer = new MessageReader(1);
  private readonly statements = new StatementReader();
  /** The client's messages since it last asked for an answer. */
  private asked: Message[] = [];
  private askedSql: string | undefined;
  /** One after the other, whatever time a decision takes. */
  private forwarding: Promise<void> = Promise.resolve();
  private transaction: string[] = [];
  private losing: { readonly statement: Statement; readonly answer: Message[] } | undefined;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly options: ProxyOptions,
  ) {}

  run(): void {
    this.client.on('data', (chunk: Buffer) => {
      for (const message of this.fromClient.read(chunk)) {
        this.ask(message);
      }
    });
    this.server.on('data', (chunk: Buffer) => {
      const told = this.fromServer.read(chunk).flatMap((message) => this.answer(message));
      if (told.length > 0) {
        this.client.write(Buffer.concat(told));
      }
    });
    for (const [socket, other] of [
      [this.client, this.server],
      [this.server, this.client],
    ] as const) {
      // A `close` follows.
      socket.on('error', () => undefined);
      socket.once('close', () => other.destroy());
    }
  }

  private ask(message: Message): void {
    this.asked.push(message);
    this.askedSql = this.statements.sqlOf(message) ?? this.askedSql;
    const sql = this.askedSql;
    // Before there is a statement it is the connection that is being made, or ended.
    if (sql !== undefined && !asksForAnswer(message)) {
      return;
    }
    const messages = this.asked;
    this.asked = [];
    this.askedSql = undefined;
    this.forwarding = this.forwarding.then(() => this.forward(messages, sql));
  }

  private async forward(messages: readonly Message[], sql: string | undefined): Promise<void> {
    if (sql !== undefined) {
      const { transaction } = this;
      const commits = transaction.length > 0 ? ends.test(sql) : writes.test(sql);
      const statement = { sql, transaction: [...transaction], commits };
      const fate = await this.options.decide(statement);
      this.losing = fate === 'lose-answer' ? { statement, answer: [] } : undefined;
      transaction.push(sql);
    }
    this.server.write(Buffer.concat(messages.map(({ bytes }) => bytes)));
  }

  /** @returns what the client is told now */
  private answer(message: Message): Buffer[] {
    const { losing } = this;
    const status = statusOf(message);
    if (status === 'I') {
      this.transaction = [];
    }
    if (losing === undefined) {
      return [message.bytes];
    }
    losing.answer.push(message);
    if (status === undefined) {
      return [];
    }
    this.losing = undefined;
    // Only now: outside of a transaction the commit comes after all but the end of the answer.
    if (losing.answer.some(saysDone) && !losing.answer.some(({ type }) => type === 'E')) {
      this.options.onLost?.(losing.statement);
      this.client.resetAndDestroy();
      return [];
    }
    return losing.answer.map(({ bytes }) => bytes);
  }
}
