import type { OpenAPIObject } from '@nestjs/swagger';

export type Paths = OpenAPIObject['paths'];
export type PathItem = Paths[string];
export type Operation = NonNullable<PathItem['get']>;
export type Responses = Operation['responses'];
export type Response = Exclude<NonNullable<Responses[string]>, { $ref: string }>;
export type Headers = NonNullable<Response['headers']>;

/** The content type of every refusal (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
export type Method = (typeof methods)[number];

/** The document's paths with each operation changed. */
export function withOperations(
  paths: Paths,
  change: (operation: Operation, method: Method) => Operation,
): Paths {
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, ofItem(item, change)]));
}

function ofItem(item: PathItem, change: (operation: Operation, method: Method) => Operation): PathItem {
  const changed: PathItem = { ...item };
  for (const method of methods) {
    const operation = item[method];
    if (operation !== undefined) {
      changed[method] = change(operation, method);
    }
  }
  return changed;
}
