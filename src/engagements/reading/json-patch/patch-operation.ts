import { Pointer } from 'rfc6902';
import { DomainError } from '../../../errors/domain-error.js';
import { FindingList } from '../../../errors/finding-list.js';
import { suggested } from '../../../errors/finding.js';
import { pointerTo } from '../../../errors/json-pointer.js';
import { nearest } from '../../../errors/nearest.js';
import { isJsonObject, type JsonObject } from '../json.js';
import { TOO_DEEP, valueFault, MAX_DEPTH, isNoFieldsName } from './value-fault.js';

/** More than one for each field of the largest engagement. */
export const MAX_OPERATIONS = 1_000;

const operationNames = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;

/** One operation of a JSON Patch (RFC 6902), well-formed. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** The names and indexes that a well-formed pointer consists of. */
export function tokensOf(pointer: string): string[] {
  return Pointer.fromJSON(pointer).tokens.slice(1);
}

/**
 * Reads a body as a JSON Patch. Whether its operations fit an engagement is seen when they are applied.
 * @throws DomainError `invalid-request` with all that is wrong with it
 */
export function readJsonPatch(body: unknown): readonly PatchOperation[] {
  const found = new FindingList();
  const operations = new PatchReader(found).operations(body);
  const errors = found.toArray();
  if (errors.length > 0) {
    throw new DomainError('invalid-request', 'The JSON Patch is not well-formed.', { errors });
  }
  return operations;
}

class PatchReader {
  constructor(private readonly found: FindingList) {}

  operations(body: unknown): readonly PatchOperation[] {
    if (!Array.isArray(body)) {
      this.refuse(
        '',
        'Must be a list of operations (a JSON array). An object with fields is a merge patch: send it as application/merge-patch+json.',
      );
      return [];
    }
    if (body.length > MAX_OPERATIONS) {
      this.found.add(() => ({
        pointer: '',
        code: 'TOO_MANY_VALUES',
        message: `Must have at most ${MAX_OPERATIONS} operations.`,
      }));
      return [];
    }
    return body.flatMap((operation: unknown, index) => this.operation(operation, pointerTo('', index)) ?? []);
  }

  /** Members that its `op` does not have are left alone, as the RFC says (section 4). */
  private operation(operation: unknown, at: string): PatchOperation | undefined {
    if (!isJsonObject(operation)) {
      this.refuse(at, 'Must be an operation (a JSON object with `op` and `path`).');
      return undefined;
    }
    const op = this.op(operation, at);
    const path = this.pointer('path', operation, at);
    switch (op) {
      case undefined:
        return undefined;
      case 'remove':
        return path === undefined ? undefined : { op, path };
      case 'move':
      case 'copy':
        return this.withFrom(op, path, operation, at);
      case 'add':
      case 'replace':
      case 'test':
        return this.withValue(op, path, operation, at);
    }
  }

  private op({ op }: JsonObject, at: string): PatchOperation['op'] | undefined {
    const known = operationNames.find((name) => name === op);
    if (op === undefined) {
      this.require(`${at}/op`);
    } else if (known === undefined) {
      this.found.add(() => ({
        pointer: `${at}/op`,
        code: 'INVALID_ENUM_VALUE',
        message: `Must be one of ${operationNames.join(', ')}.`,
        ...suggested(typeof op === 'string' ? nearest(op, operationNames) : undefined),
      }));
    }
    return known;
  }

  private pointer(name: 'path' | 'from', operation: JsonObject, at: string): string | undefined {
    const pointer = operation[name];
    if (pointer === undefined) {
      this.require(`${at}/${name}`);
      return undefined;
    }
    const fault = pointerFault(pointer);
    if (fault !== undefined) {
      this.refuse(`${at}/${name}`, fault);
    }
    return typeof pointer === 'string' && fault === undefined ? pointer : undefined;
  }

  private withFrom(
    op: 'move' | 'copy',
    path: string | undefined,
    operation: JsonObject,
    at: string,
  ): PatchOperation | undefined {
    const from = this.pointer('from', operation, at);
    if (from === undefined || path === undefined) {
      return undefined;
    }
    if (op === 'move' && path.startsWith(`${from}/`)) {
      this.refuse(`${at}/path`, 'Must not lie within what is moved.');
    }
    return { op, from, path };
  }

  private withValue(
    op: 'add' | 'replace' | 'test',
    path: string | undefined,
    operation: JsonObject,
    at: string,
  ): PatchOperation | undefined {
    const { value } = operation;
    if (value === undefined) {
      this.require(`${at}/value`);
      return undefined;
    }
    const fault = valueFault(value, path === undefined ? 0 : tokensOf(path).length);
    if (fault !== undefined) {
      this.refuse(`${at}/value${fault.pointer}`, fault.message);
    }
    return path === undefined ? undefined : { op, path, value };
  }

  private require(pointer: string): void {
    this.found.add(() => ({ pointer, code: 'REQUIRED_FIELD_MISSING', message: 'Is required.' }));
  }

  private refuse(pointer: string, message: string): void {
    this.found.add(() => ({ pointer, code: 'INVALID_VALUE', message }));
  }
}

/** Why a member is no pointer to a place that an engagement may have; undefined where it is. */
function pointerFault(pointer: unknown): string | undefined {
  if (typeof pointer !== 'string') {
    return 'Must be text (a JSON string).';
  }
  if (pointer !== '' && !pointer.startsWith('/')) {
    return 'Must be a JSON Pointer, which begins with `/`, such as /contexts/0/customer/industry.';
  }
  if (/~(?![01])/.test(pointer)) {
    return 'Must be a JSON Pointer: `~` is written as `~0` in it, and a `/` within a name as `~1`.';
  }
  const tokens = tokensOf(pointer);
  if (tokens.length > MAX_DEPTH) {
    return TOO_DEEP;
  }
  return tokens.some(isNoFieldsName) ? 'Leads through a name that no field has.' : undefined;
}
