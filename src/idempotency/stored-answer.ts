import { IsInt, IsObject, validateSync } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import type { Answer } from '../http/answer.js';

/** An answer as JSON text, to the byte. */
export function writeStoredAnswer({ status, headers, body }: Answer): string {
  return JSON.stringify({ status, headers, body });
}

class StoredAnswer {
  @IsInt() status!: number;
  @IsObject() headers!: Record<string, string>;
  body: unknown;
}

/** @throws TypeError for what `writeStoredAnswer` did not write */
export function readStoredAnswer(text: string): Answer {
  const plain: unknown = JSON.parse(text);
  const stored = plainToInstance(StoredAnswer, plain);
  if (validateSync(stored).length > 0) {
    throw new TypeError('A stored answer can’t be read');
  }
  return stored;
}
