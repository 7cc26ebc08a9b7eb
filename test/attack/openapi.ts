/** An operation of the API's own description. */
export interface Operation {
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  /** The examples of its JSON body. */
  readonly bodies: readonly object[];
  /** The query parameters that it knows. */
  readonly parameters: readonly string[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** @throws where the API gives no description of itself */
export async function operationsOf(url: string): Promise<Operation[]> {
  const answer = await fetch(`${url}/openapi.json`);
  const document: unknown = await answer.json();
  return entriesOf(member(document, 'paths')).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = member(item, method);
      return operation === undefined ? [] : [operationOf(method.toUpperCase(), path, operation)];
    }),
  );
}

function operationOf(method: string, path: string, operation: unknown): Operation {
  const content = member(member(operation, 'requestBody'), 'content');
  const examples = member(member(content, 'application/json'), 'examples');
  const parameters = member(operation, 'parameters');
  return {
    method,
    path,
    bodies: entriesOf(examples).flatMap(([, example]) => {
      const value = member(example, 'value');
      return typeof value === 'object' && value !== null ? [value] : [];
    }),
    parameters: (Array.isArray(parameters) ? parameters : []).flatMap((one: unknown) => {
      const name = member(one, 'name');
      return member(one, 'in') === 'query' && typeof name === 'string' ? [name] : [];
    }),
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
