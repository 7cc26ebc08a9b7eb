import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

import { isJsonObject } from '../wire/json.js';

/** The state file cannot be read as one; the message names the file and the line. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/**
 * An append-only file of JSON lines. A line is with the operating system when `append` returns, so it outlives this
 * process, though not a power cut.
 */
export class StateFile {
  private descriptor: number | undefined;

  constructor(private readonly path: string) {}

  /**
   * Every whole line, parsed. What follows the last line break was torn by a kill while it was written: no answer
   * went out for it, so it is cut off.
   * @throws StateFileError when a whole line is no JSON.
   */
  load(): unknown[] {
    const bytes = this.read();
    const end = bytes.lastIndexOf('\n') + 1;
    if (end < bytes.length) {
      truncateSync(this.path, end);
    }
    const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
    return lines.map((line, index) => this.parse(line, index + 1));
  }

  append(record: object): void {
    if (this.descriptor === undefined) {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      this.descriptor = openSync(this.path, 'a', 0o600);
    }
    appendFileSync(this.descriptor, `${JSON.stringify(record)}\n`);
  }

  /** Deletes the file; the next `append` begins a new one. */
  delete(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  close(): void {
    if (this.descriptor !== undefined) {
      closeSync(this.descriptor);
      this.descriptor = undefined;
    }
  }

  /** @throws StateFileError naming a line, without its content. */
  refuse(line: number): never {
    throw new StateFileError(
      `${this.path}: line ${line} is not the simulator's; delete the file to start afresh.`,
    );
  }

  private read(): Buffer {
    try {
      return readFileSync(this.path);
    } catch (error) {
      if (isJsonObject(error) && error['code'] === 'ENOENT') {
        return Buffer.alloc(0);
      }
      throw error;
    }
  }

  private parse(line: string, number: number): unknown {
    try {
      return JSON.parse(line);
    } catch {
      return this.refuse(number);
    }
  }
}
