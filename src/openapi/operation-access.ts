import type { OpenAPIObject } from '@nestjs/swagger';
import { SCOPE_EXTENSION } from '../auth/access.decorator.js';
import { scopeDescriptions, scopes, type Scope } from '../auth/scopes.js';
import { type ErrorCode, errorCodes } from '../errors/error-codes.js';
import { PROBLEM_TYPE, problemResponseOf } from '../http/api-docs.decorator.js';
import { problemCatalogue } from '../http/problem-catalogue.js';

type Paths = OpenAPIObject['paths'];
type PathItem = Paths[string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** What callers who sign in may be told of any operation that takes a scope. */
const refusals = [
  'unauthenticated',
  'forbidden',
  'too-many-requests',
  'identity-provider-unavailable',
] as const;

/** Has each operation that takes a scope say which, how to sign in, and what is said to who may not. */
export function withAccess(paths: Paths): Paths {
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, ofItem(item)]));
}

function ofItem(item: PathItem): PathItem {
  const changed: PathItem = { ...item };
  for (const method of methods) {
    const operation = item[method];
    const scope = operation === undefined ? undefined : scopeOf(operation);
    if (operation !== undefined && scope !== undefined) {
      changed[method] = ofOperation(operation, scope);
    }
  }
  return changed;
}

function scopeOf(operation: Operation): Scope | undefined {
  const named: unknown = Reflect.get(operation, SCOPE_EXTENSION);
  return scopes.find((scope) => scope === named);
}

function ofOperation(operation: Operation, scope: Scope): Operation {
  const line = `Scope: \`${scope}\`. ${scopeDescriptions[scope]}`;
  return {
    ...operation,
    description: operation.description ? `${operation.description}\n\n${line}` : line,
    security: [{ apiKey: [scope] }, { oidc: [scope] }],
    responses: withRefusals(operation.responses),
  };
}

/** Beside the problems that the operation has of the same status already. */
function withRefusals(responses: Operation['responses']): Operation['responses'] {
  const changed = { ...responses };
  for (const [status, added] of Map.groupBy(refusals, (code) => problemCatalogue[code].status)) {
    const codes = new Set<ErrorCode>([...codesOf(responses[String(status)]), ...added]);
    changed[String(status)] = problemResponseOf(status, [...codes]);
  }
  return changed;
}

/** The problems that a response has examples of. */
function codesOf(response: Operation['responses'][string]): ErrorCode[] {
  const content = response !== undefined && 'content' in response ? response.content : undefined;
  const examples = Object.keys(content?.[PROBLEM_TYPE]?.examples ?? {});
  return errorCodes.filter((code) => examples.includes(code));
}
