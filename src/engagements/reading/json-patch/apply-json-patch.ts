import { applyPatch, type Operation } from 'rfc6902';
import { DomainError } from '../../../errors/domain-error.js';
import type { FindingCode } from '../../../errors/finding.js';
import type { JsonObject } from '../json.js';
import { addFault, parentFault, valueAt } from './document-place.js';
import { type PatchOperation, tokensOf } from './patch-operation.js';
import { isSameJson } from './same-json.js';
import { valueFault } from './value-fault.js';

/** As much as a body may have. */
const MAX_KIB = 256;
const MAX_CHARACTERS = MAX_KIB * 1024;

/** Of the operations that copy or move. */
type Carry = Extract<PatchOperation, { from: string }>;

/**
 * Applies a JSON Patch (RFC 6902) to an engagement's content, all of it or nothing. The content stays as it is.
 * @returns what is to be read and checked as an engagement
 * @throws DomainError `patch-test-failed` for a `test` that does not hold, naming the engagement; `invalid-request` for
 *   the first operation that has no target
 */
export function applyJsonPatch(
  operations: readonly PatchOperation[],
  content: object,
  engagementId: string,
): unknown {
  const patched = new PatchedContent(content, engagementId);
  for (const [index, operation] of operations.entries()) {
    patched.apply(operation, `/${index}`);
  }
  return patched.result();
}

/**
 * The content, changed by one operation after the other. rfc6902 does that, once it is sure what it is to do: by itself it
 * takes `01`, the letters of a text and what objects inherit for places, looks for a move's target before anything is
 * gone, refuses the whole document as a target, and compares lists in quadratic time.
 */
class PatchedContent {
  /** With a parent for the whole document. */
  private readonly root: JsonObject;
  /** What copies and moves have carried so far, in characters of JSON: by itself it could double with each of them. */
  private carried = 0;

  constructor(
    content: object,
    private readonly engagementId: string,
  ) {
    this.root = { content: JSON.parse(JSON.stringify(content)) };
  }

  /** @param at the operation's place in the patch, as a JSON Pointer */
  apply(operation: PatchOperation, at: string): void {
    switch (operation.op) {
      case 'add':
        this.add(operation.path, operation.value, at);
        break;
      case 'remove':
        this.requireValue(operation.path, `${at}/path`, 'There is nothing at this place to remove.');
        this.change({ op: 'remove', path: operation.path });
        break;
      case 'replace':
        this.requireValue(
          operation.path,
          `${at}/path`,
          parentFault(this.root, placeOf(operation.path)) ?? 'There is nothing at this place yet: use `add`.',
        );
        this.change({ op: 'replace', path: operation.path, value: operation.value });
        break;
      case 'move': {
        const value = this.carry(operation, at);
        this.change({ op: 'remove', path: operation.from });
        this.add(operation.path, value, at);
        break;
      }
      case 'copy':
        this.add(operation.path, this.carry(operation, at), at);
        break;
      case 'test':
        this.test(operation.path, operation.value, at);
        break;
    }
  }

  /** @throws DomainError `invalid-request` where it is larger than any body */
  result(): unknown {
    const { content } = this.root;
    if (content !== undefined && Buffer.byteLength(JSON.stringify(content)) > MAX_CHARACTERS) {
      throw refused('', `Must not make an engagement of more than ${MAX_KIB} KiB.`, 'VALUE_OUT_OF_RANGE');
    }
    return content;
  }

  private add(path: string, value: unknown, at: string): void {
    const fault = addFault(this.root, placeOf(path));
    if (fault !== undefined) {
      throw refused(`${at}/path`, fault);
    }
    this.change({ op: 'add', path, value });
  }

  private carry({ op, from, path }: Carry, at: string): unknown {
    const value = this.requireValue(from, `${at}/from`, `There is nothing at this place to ${op}.`);
    const fault = valueFault(value, tokensOf(path).length);
    if (fault !== undefined) {
      throw refused(`${at}/path`, fault.message);
    }
    this.carried += JSON.stringify(value).length;
    if (this.carried > MAX_CHARACTERS) {
      throw refused(
        `${at}/from`,
        `Is too much: a patch copies and moves at most ${MAX_KIB} KiB.`,
        'VALUE_OUT_OF_RANGE',
      );
    }
    return value;
  }

  private requireValue(path: string, pointer: string, message: string): unknown {
    const value = valueAt(this.root, placeOf(path));
    if (value === undefined) {
      throw refused(pointer, message);
    }
    return value;
  }

  private test(path: string, expected: unknown, at: string): void {
    const value = valueAt(this.root, placeOf(path));
    if (value === undefined) {
      throw this.testFailed(`${at}/path`, 'There is nothing at this place.');
    }
    if (!isSameJson(value, expected)) {
      throw this.testFailed(`${at}/value`, 'Is not what the engagement has at this place.');
    }
  }

  private testFailed(pointer: string, message: string): DomainError {
    return new DomainError('patch-test-failed', 'A test of the JSON Patch does not hold.', {
      engagementId: this.engagementId,
      errors: [{ pointer, code: 'INVALID_VALUE', message }],
    });
  }

  /** @param operation one that is known to have its target */
  private change(operation: Exclude<Operation, { from: string }>): void {
    const [fault] = applyPatch(this.root, [{ ...operation, path: `/content${operation.path}` }]);
    if (fault) {
      throw fault;
    }
  }
}

const placeOf = (path: string) => ['content', ...tokensOf(path)];

function refused(pointer: string, message: string, code: FindingCode = 'INVALID_VALUE'): DomainError {
  return new DomainError('invalid-request', 'The JSON Patch can’t be applied to the engagement as it is.', {
    errors: [{ pointer, code, message }],
  });
}
