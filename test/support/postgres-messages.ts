/** One message of PostgreSQL's wire (protocol 3), as it came. */
export interface Message {
  /** One letter; empty for the first message of a connection, which has none. */
  readonly type: string;
  /** The whole message. */
  readonly bytes: Buffer;
  /** What follows its length. */
  readonly content: Buffer;
}

const LENGTH_BYTES = 4;

/** Cuts one direction of a connection into messages: a letter, a length that counts itself, and what belongs to it. */
export class MessageReader {
  private rest: Buffer = Buffer.alloc(0);

  /** @param letterBytes of the next message: 0 for the first one of a client */
  constructor(private letterBytes: 0 | 1) {}

  /** @returns the messages that are complete with this chunk */
  read(chunk: Buffer): Message[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: Message[] = [];
    for (let message = this.next(); message !== undefined; message = this.next()) {
      messages.push(message);
    }
    return messages;
  }

  private next(): Message | undefined {
    const head = this.letterBytes + LENGTH_BYTES;
    if (this.rest.length < head) {
      return undefined;
    }
    const end = this.letterBytes + this.rest.readInt32BE(this.letterBytes);
    if (this.rest.length < end) {
      return undefined;
    }
    const bytes = this.rest.subarray(0, end);
    const message = {
      type: bytes.toString('latin1', 0, this.letterBytes),
      bytes,
      content: bytes.subarray(head),
    };
    this.rest = this.rest.subarray(end);
    this.letterBytes = 1;
    return message;
  }
}

/** What a client's messages are about, of one connection: a statement that was parsed once is only named after that. */
export class StatementReader {
  private readonly named = new Map<string, string>();

  /** @returns the SQL of a simple Query, of a Parse, or of what a Bind names */
  sqlOf({ type, content }: Message): string | undefined {
    if (!['Q', 'P', 'B'].includes(type)) {
      return undefined;
    }
    // Of a Parse the first text is the statement's name, of a Bind the portal's.
    const [first = '', second = ''] = content.toString('utf8').split('\0', 2);
    if (type === 'P') {
      this.named.set(first, second);
    }
    return type === 'Q' ? first : type === 'P' ? second : this.named.get(second);
  }
}

/** Whether a client waits for an answer after this message: a simple Query, or a Sync. */
export function asksForAnswer({ type }: Message): boolean {
  return type === 'Q' || type === 'S';
}

/** What the server says at the end of an answer: idle, in a transaction, or in a failed one. */
export function statusOf({ type, content }: Message): string | undefined {
  return type === 'Z' ? content.toString('latin1') : undefined;
}

/** Whether this says that a statement has done something: its end, with a count of rows that is not zero, if any. */
export function saysDone({ type, content }: Message): boolean {
  return type === 'C' && /^COMMIT\0|[1-9]\d*\0$/.test(content.toString('latin1'));
}
