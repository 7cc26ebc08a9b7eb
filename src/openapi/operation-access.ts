import { SCOPE_EXTENSION } from '../auth/access.decorator.js';
import { scopeDescriptions, scopes, type Scope } from '../auth/scopes.js';
import type { Operation } from './operations.js';

/** An operation that takes a scope says which, and how to sign in. */
export function withAccess(operation: Operation): Operation {
  const scope = scopeOf(operation);
  if (scope === undefined) {
    return operation;
  }
  const { description } = operation;
  const line = `Scope: \`${scope}\`. ${scopeDescriptions[scope]}`;
  return {
    ...operation,
    description: description ? `${description}\n\n${line}` : line,
    security: [{ apiKey: [scope] }, { oidc: [scope] }],
  };
}

/** The scope that an operation takes; undefined where it is open to all. */
export function scopeOf(operation: Operation): Scope | undefined {
  const named: unknown = Reflect.get(operation, SCOPE_EXTENSION);
  return scopes.find((scope) => scope === named);
}
